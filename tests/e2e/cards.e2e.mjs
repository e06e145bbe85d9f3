// Every shipped template over many alarms in the official object model: parsed as version 1.3 without
// an event, drawn at phone and desktop width without running over. SOCBOT_GALLERY is the program that
// prints the cards. node tests/e2e/cards.e2e.mjs; exit 0 pass, 1 fail, 77 skipped.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Steps, check, launchBrowser, openPage, skip } from "./support.mjs";

const library = fileURLToPath(new URL("node_modules/adaptivecards/dist/adaptivecards.js", import.meta.url));
if (!existsSync(library)) skip("adaptivecards is missing: npm ci --ignore-scripts in tests/e2e");
if (!process.env.SOCBOT_GALLERY) skip("SOCBOT_GALLERY is not set");
const lines = execFileSync(process.env.SOCBOT_GALLERY, { encoding: "utf8", maxBuffer: 1 << 26 });
const cards = lines.trim().split("\n").map((line) => JSON.parse(line));

// In the page: what the official parser says, and how far the drawn card runs over its width.
function show({ card, width }) {
  const model = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext(new AdaptiveCards.Version(1, 3));
  model.parse(card, context);
  const events = [];
  for (let i = 0; i < context.eventCount; ++i) events.push(context.getEventAt(i).message);
  for (const event of model.validateProperties().validationEvents) events.push(event.message);
  document.body.style.cssText = `margin:0;width:${width}px`;
  document.body.replaceChildren(model.render());
  return { events, over: document.body.scrollWidth - width, foreign: document.body.querySelectorAll("script,img,a").length };
}

const steps = new Steps("cards");
const browser = await launchBrowser();
try {
  const { page } = await openPage(browser);
  await page.setContent("<!doctype html><body></body>");
  await page.addScriptTag({ path: library });
  await page.evaluate(() => document.head.replaceChildren());
  check(cards.length >= 40, `${cards.length} cards`);
  for (const width of [320, 720]) {
    await steps.run(`${cards.length} cards at ${width} px`, async () => {
      for (const { name, card } of cards) {
        const seen = await page.evaluate(show, { card, width });
        check(seen.events.length === 0, `${name}: ${seen.events.join("; ")}`);
        check(seen.foreign === 0, `${name}: ${seen.foreign} elements that no template has`);
        check(seen.over <= 0, `${name}: runs over by ${seen.over} px`);
      }
    });
  }
  steps.pass();
} catch (error) {
  steps.fail(error);
  process.exitCode = 1;
} finally {
  await browser.close();
}
