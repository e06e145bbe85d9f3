// How cards look here. Colours are CSS variables (style.css), so a card follows light and dark
// without being drawn again.
import { HostConfig } from "adaptivecards";

const colour = (name: string): object => ({ default: `var(--card-${name})`, subtle: `var(--card-${name}-subtle)` });

const colours = {
  default: colour("text"),
  dark: colour("text"),
  light: colour("light"),
  accent: colour("accent"),
  good: colour("good"),
  warning: colour("warning"),
  attention: colour("attention"),
};

const container = (name: string): object => ({
  backgroundColor: `var(--card-bg-${name})`,
  borderColor: "var(--line)",
  foregroundColors: colours,
});

export const hostConfig = new HostConfig({
  fontFamily: "inherit",
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 12, large: 18, extraLarge: 26, padding: 14 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  fontTypes: { default: { fontFamily: "inherit" }, monospace: { fontFamily: "var(--mono)" } },
  fontSizes: { small: 13, default: 15, medium: 16, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
  lineHeights: { small: 18, default: 21, medium: 22, large: 24, extraLarge: 28 },
  imageSizes: { small: 32, medium: 56, large: 96 },
  containerStyles: {
    default: container("default"),
    emphasis: container("emphasis"),
    good: container("good"),
    attention: container("attention"),
    warning: container("warning"),
    accent: container("accent"),
  },
  actions: {
    maxActions: 6,
    spacing: "medium",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
    preExpandSingleShowCardAction: false,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: false },
  factSet: {
    title: { color: "default", isSubtle: true, size: "default", weight: "default", wrap: true, maxWidth: 130 },
    value: { color: "default", isSubtle: false, size: "default", weight: "default", wrap: true },
    spacing: 12,
  },
  textBlock: { headingLevel: 3 },
});
