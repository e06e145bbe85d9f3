// Adaptive Cards by the official renderer, held to what our cards may do: no HTML, no links in
// text, no pictures from outside (the page's policy), links by button and only to https.
import * as AC from "adaptivecards";
import { hostConfig } from "./host_config";
import { cardHtml } from "./markdown";

export interface Click {
  action: string;
  inputs: Record<string, string>;
  title: string;
}

AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = cardHtml(text);
  result.didProcess = true;
};

// The signed text of a button, wherever the template put it: {"action": "v1..."} or the data itself.
function signedData(data: unknown): string | undefined {
  if (typeof data === "string") return data;
  if (data === null || typeof data !== "object") return undefined;
  const values = data as Record<string, unknown>;
  const named = values["action"] ?? values["socbot"];
  if (typeof named === "string") return named;
  const signed = Object.values(values).filter((value) => typeof value === "string" && value.startsWith("v1."));
  return signed.length === 1 ? (signed[0] as string) : undefined;
}

function inputsOf(card: AC.AdaptiveCard): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const input of card.getAllInputs())
    if (input.id !== undefined && input.value !== undefined && input.value !== null) inputs[input.id] = String(input.value);
  return inputs;
}

function openLink(url: string | undefined): void {
  let target: URL;
  try {
    target = new URL(url ?? "");
  } catch {
    return;
  }
  if (target.protocol === "https:") window.open(target.href, "_blank", "noopener,noreferrer");
}

// undefined: not a card that can be drawn; its text must do.
export function renderCard(json: object, clicked: (click: Click) => void): HTMLElement | undefined {
  try {
    const card = new AC.AdaptiveCard();
    card.hostConfig = hostConfig;
    card.parse(json);
    card.onExecuteAction = (action) => {
      if (action instanceof AC.OpenUrlAction) {
        openLink(action.url);
      } else if (action instanceof AC.SubmitAction || action instanceof AC.ExecuteAction) {
        const data = signedData((action.toJSON() as { data?: unknown } | undefined)?.data);
        if (data !== undefined) clicked({ action: data, inputs: inputsOf(card), title: action.title ?? "" });
      }
    };
    const element = card.render();
    if (element === undefined) return undefined;
    element.classList.add("card");
    return element;
  } catch {
    return undefined;
  }
}
