// Contact sheets of the shipped templates: the cards of SOCBOT_GALLERY as the console's page draws
// them (web/dist, with its style), side by side at phone width (320 px) and desktop width, light and
// dark. node contact_sheets.mjs DIRECTORY [WORD...]; only cards whose name holds all the words, else
// the choice below. docs/cards/ holds what it made last.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { galleryCards, launchBrowser, openPage } from "./support.mjs";
import { FakeConsole } from "./fake/console_server.mjs";
import { withPalette } from "./palette_png.mjs";
import { message, people, rooms } from "./fake/scenes.mjs";

const out = process.argv[2] ?? "contact-sheets";
const words = process.argv.slice(3);
mkdirSync(out, { recursive: true });
const kKinds = ["malware", "network_intrusion", "office365", "other"];
const kOthers = { malware: "linux", network_intrusion: "beacon", office365: "legacy", other: "admin" };
const choice = (forms) => kKinds.flatMap((kind) => forms.map((form) => `${kind} ${form === "another" ? `${kOthers[kind]} new` : form}`));
const all = galleryCards();
const chosen = (forms) =>
  words.length > 0 ? all.filter(({ name }) => words.every((word) => name.includes(word)))
    : choice(forms).map((name) => all.find((card) => card.name === name)).filter((card) => card !== undefined);

// One sheet a width: at desktop width two columns, else as many as fit.
const sheets = [
  { name: "phone", width: 320, columns: 3, cards: chosen(["usual new", "usual taken", "another"]) },
  { name: "desktop", width: 640, columns: 2, cards: chosen(["usual full", "another"]) },
];

// In the page: the drawn cards alone, in columns of one width.
function arrange({ width, columns, names }) {
  const drawn = [...document.querySelectorAll(".stream .card")];
  const sheet = document.createElement("div");
  sheet.className = "stream";
  sheet.style.cssText = `display:grid;grid-template-columns:repeat(${columns},${width}px);gap:16px;padding:16px;align-items:start;overflow:visible;height:auto;width:max-content`;
  drawn.forEach((card, i) => {
    const cell = document.createElement("div");
    const caption = document.createElement("div");
    caption.textContent = names[i] ?? "";
    caption.style.cssText = "font-size:12px;color:var(--muted);padding:0 2px 4px";
    cell.append(caption, card);
    sheet.append(cell);
  });
  document.body.style.cssText = "overflow:visible;height:auto;width:max-content";
  document.documentElement.style.cssText = "overflow:visible;height:auto";
  document.body.replaceChildren(sheet);
  return { drawn: drawn.length, width: sheet.scrollWidth, height: sheet.scrollHeight };
}

const browser = await launchBrowser();
try {
  for (const { name, width, columns, cards } of sheets) {
    const fake = new FakeConsole(fileURLToPath(new URL("../../web/dist", import.meta.url)));
    Object.assign(fake, { rooms, people, demo: false });
    for (const { card } of cards) fake.put(message("acme", { card, text: card.fallbackText }));
    await fake.listen();
    for (const colorScheme of ["light", "dark"]) {
      const { page } = await openPage(browser, { colorScheme, viewport: { width: 1400, height: 900 }, bypassCSP: true });
      await page.goto(`${fake.url}#/${encodeURIComponent("console/acme")}`);
      await page.waitForFunction((count) => document.querySelectorAll(".stream .card").length === count, cards.length);
      const size = await page.evaluate(arrange, { width, columns, names: cards.map((card) => card.name) });
      await page.setViewportSize({ width: size.width, height: size.height });
      writeFileSync(join(out, `${name}-${colorScheme}.png`), withPalette(await page.screenshot()));
      console.log(`${name}-${colorScheme}: ${size.drawn} cards, ${size.width} x ${size.height}`);
      await page.context().close();
    }
    fake.close();
  }
} finally {
  await browser.close();
}
