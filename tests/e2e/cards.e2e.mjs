// Every shipped template over many alarms in the official object model: parsed as version 1.3 without
// an event, drawn at phone and desktop width, in the renderer's own look and in the console's, without
// running over and without a letter cut off. SOCBOT_GALLERY is the program that prints the cards.
// node tests/e2e/cards.e2e.mjs; exit 0 pass, 1 fail, 77 skipped.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Steps, check, galleryCards, launchBrowser, openPage, skip } from "./support.mjs";

const library = fileURLToPath(new URL("node_modules/adaptivecards/dist/adaptivecards.js", import.meta.url));
if (!existsSync(library)) skip("adaptivecards is missing: npm ci --ignore-scripts in tests/e2e");
const style = readFileSync(new URL("../../web/src/style.css", import.meta.url), "utf8");
const cards = galleryCards();

const kKinds = ["malware", "network_intrusion", "office365", "other"];
const kAlarms = 40; // of each kind at least

// In the page: what the official parser says.
function parse(card) {
  const model = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext(new AdaptiveCards.Version(1, 3));
  model.parse(card, context);
  const events = [];
  for (let i = 0; i < context.eventCount; ++i) events.push(context.getEventAt(i).message);
  for (const event of model.validateProperties().validationEvents) events.push(event.message);
  return events;
}

// In the page: how far the drawn card runs over its width, and the texts of which a part is hidden
// behind the edge of something that cuts (overflow other than visible), which scrollWidth does not
// tell: it is what the reader sees that counts.
function show({ card, width }) {
  const model = new AdaptiveCards.AdaptiveCard();
  // As clients on phones do: the renderer's own row of buttons does not wrap.
  if (width < 480) model.hostConfig = new AdaptiveCards.HostConfig({ actions: { actionsOrientation: "vertical" } });
  model.parse(card);
  document.body.style.cssText = `display:block;margin:0;width:${width}px;height:auto;overflow:visible`;
  const drawn = model.render();
  drawn.classList.add("card");
  document.body.replaceChildren(drawn);
  const cut = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    for (let around = text.parentElement; around; around = around.parentElement) {
      const page = around === document.body;
      if (!page && getComputedStyle(around).overflowX === "visible") continue;
      const edge = around.getBoundingClientRect();
      const hidden = box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + 2;
      if (hidden) cut.push(text.data.slice(0, 40));
      if (hidden || page) break;
    }
  }
  return { over: document.body.scrollWidth - width, cut, foreign: document.body.querySelectorAll("script,img,a").length };
}

// A page with the renderer and, for the console's look, its style; `colorScheme` only matters there.
async function pageFor(browser, look, colorScheme) {
  const { page } = await openPage(browser, { colorScheme });
  await page.setContent("<!doctype html><body></body>");
  await page.addScriptTag({ path: library });
  await page.evaluate(() => document.head.replaceChildren());
  if (look === "console") await page.addStyleTag({ content: style });
  return page;
}

// As templates of others have them; the renderer alone cuts it off.
const factSet = {
  name: "a fact set",
  card: {
    type: "AdaptiveCard",
    version: "1.3",
    body: [{ type: "FactSet", facts: [{ title: "Detection", value: "Emotet" }, { title: "SHA-256", value: "a1".repeat(32) }] }],
  },
};

async function checkDrawn(page, width, drawn = cards) {
  for (const { name, card } of drawn) {
    const seen = await page.evaluate(show, { card, width });
    check(seen.foreign === 0, `${name}: ${seen.foreign} elements that no template has`);
    check(seen.over <= 0, `${name}: runs over by ${seen.over} px`);
    check(seen.cut.length === 0, `${name}: cut off: ${seen.cut.join(" | ")}`);
  }
}

const steps = new Steps("cards");
const browser = await launchBrowser();
try {
  await steps.run(`at least ${kAlarms} alarms of each kind`, () => {
    for (const kind of kKinds) {
      const alarms = new Set(cards.filter((card) => card.kind === kind).map((card) => card.alarm));
      check(alarms.size >= kAlarms, `${kind}: ${alarms.size} alarms`);
    }
  });
  const page = await pageFor(browser, "own");
  await steps.run(`${cards.length} cards parse as version 1.3 without an event`, async () => {
    for (const { name, card } of cards) {
      const events = await page.evaluate(parse, card);
      check(events.length === 0, `${name}: ${events.join("; ")}`);
    }
  });
  for (const width of [320, 720]) {
    await steps.run(`drawn by the official renderer at ${width} px`, () => checkDrawn(page, width));
    const styled = await pageFor(browser, "console", "light");
    await steps.run(`drawn in the console at ${width} px`, () => checkDrawn(styled, width, [...cards, factSet]));
  }
  steps.pass();
} catch (error) {
  steps.fail(error);
  process.exitCode = 1;
} finally {
  await browser.close();
}
