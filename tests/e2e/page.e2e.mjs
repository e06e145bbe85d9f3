// The built page against a fake console: what it shows, sends and survives, without the product.
// node tests/e2e/page.e2e.mjs (after npm run build in web/); exit 0 pass, 1 fail, 77 skipped.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FakeConsole } from "./fake/console_server.mjs";
import { malware, message, people, rooms, scan } from "./fake/scenes.mjs";
import { Steps, check, launchBrowser, openPage, skip, until } from "./support.mjs";

const dist = process.env.SOCBOT_PAGE ?? fileURLToPath(new URL("../../web/dist", import.meta.url));
if (!existsSync(dist)) skip(`the page is not built: npm run build in web/ (looked in ${dist})`);

const kHostile = "<img src=x onerror=\"document.title='owned'\"> [link](https://evil.example) **bold** <script>document.title='owned'</script>";

async function main(steps, browser, fake) {
  const { page, problems } = await openPage(browser);
  const article = (id) => page.locator(`article[data-id="${id}"]`);
  const room = (name) => page.locator("button.room", { hasText: name });
  const acme = malware("acme", "ACME", 412);

  await steps.run("shows rooms, history and what is unread", async () => {
    fake.put(acme);
    fake.put(scan("globex", "GLOBEX", 7));
    await page.goto(`${fake.url}#/${encodeURIComponent("console/acme")}`);
    await article(acme.id).getByRole("button", { name: "Take" }).waitFor();
    await until(async () => (await room("Globex").locator(".unread").textContent().catch(() => ""))?.startsWith("1"), "one unread in Globex");
    await until(async () => (await page.title()).startsWith("(1) ACME"), "the count in the title");
    check((await page.locator(".hints li").count()) === 3, "three hints in the demonstration");
  });

  await steps.run("a button sends its signed data", async () => {
    await article(acme.id).getByRole("button", { name: "Take" }).click();
    const sent = await until(() => fake.actions[0], "the action");
    check(sent.message === acme.id && sent.action === "v1.k.take.mac" && sent.room === "acme", JSON.stringify(sent));
    check(JSON.stringify(sent.inputs) === "{}", "no inputs on this card");
  });

  await steps.run("an edit replaces the card in place, an older revision does not", async () => {
    const taken = malware("acme", "ACME", 412, { chip: "Taken Sam 14:07", taken: true });
    fake.put({ ...acme, revision: 3, level: "quiet", card: taken.card });
    await article(acme.id).getByText("Taken Sam 14:07").waitFor();
    fake.say("message", { ...acme, revision: 2 });
    fake.say("message", message("acme", { text: "after" }));
    await page.getByText("after", { exact: true }).first().waitFor();
    check((await article(acme.id).getByText("Taken Sam 14:07").count()) === 1, "revision 3 stays");
    check((await article(acme.id).count()) === 1, "one card");
  });

  await steps.run("replies stand under their card and are announced", async () => {
    const reply = message("acme", { thread: acme.id, text: "isolated by **EDR**" });
    fake.put(reply);
    await page.locator(`li[data-thread="${acme.id}"] .replies strong`, { hasText: "EDR" }).waitFor();
    await until(async () => (await page.locator("[aria-live]").textContent()) === "isolated by EDR", "the announcement");
  });

  await steps.run("hostile text stays text", async () => {
    const bad = message("acme", { text: kHostile });
    const card = malware("acme", "ACME", 413, { title: kHostile, sentence: kHostile, facts: [[kHostile, kHostile]] });
    fake.put(bad);
    fake.put(card);
    await article(card.id).locator(".card").waitFor();
    for (const id of [bad.id, card.id])
      check((await article(id).locator("img, script, a").count()) === 0, "no element from outside text");
    check((await page.title()).includes("ACME"), "no script ran");
    check((await article(bad.id).locator("strong").count()) === 1, "bold is bold");
  });

  await steps.run("slash, arrow up and Reply work from the keyboard", async () => {
    await page.locator("body").press("/");
    await page.keyboard.type("status");
    await page.keyboard.press("Enter");
    await until(() => fake.commands[0]?.text === "status", "the command");
    await page.keyboard.press("ArrowUp");
    check((await page.locator("#command").inputValue()) === "status", "arrow up brings it back");
    await page.keyboard.press("ArrowDown");
    await article(acme.id).getByRole("button", { name: /Reply/ }).click();
    await page.keyboard.type("note seen");
    await page.keyboard.press("Enter");
    const sent = await until(() => fake.commands[1], "the second command");
    check(sent.thread === acme.id && sent.text === "note seen", JSON.stringify(sent));
    check((await page.locator(`li[data-thread="${acme.id}"] .echo`, { hasText: "note seen" }).count()) === 1, "my line stands in the thread");
    await page.keyboard.press("Escape");
  });

  await steps.run("what was refused is said and can be sent again", async () => {
    fake.refuse = true;
    await page.locator("#command").fill("open");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("busy").waitFor();
    fake.refuse = false;
    await page.getByRole("button", { name: "Again" }).click();
    await until(() => fake.commands[2]?.text === "open", "the command again");
  });

  await steps.run("a lost stream is shown, comes back and brings what was missed", async () => {
    fake.dropStreams();
    await page.locator('.state[data-state="reconnecting"]').waitFor();
    const missed = Array.from({ length: 70 }, (_, i) => message("acme", { text: `missed ${i}` }));
    for (const made of missed) fake.put(made, { silent: true });
    const closed = malware("acme", "ACME", 412, { chip: "Closed Sam 15:00", taken: true });
    fake.put({ ...acme, revision: 9, card: closed.card }, { silent: true });
    await page.locator('.state[data-state="live"]').waitFor();
    await article(missed[69].id).waitFor({ state: "attached" });
    await article(missed[0].id).waitFor({ state: "attached" });
    check((await article(missed[30].id).count()) === 1, "no gap and no repeat");
    await article(acme.id).getByText("Closed Sam 15:00").waitFor({ state: "attached" });
  });

  await steps.run("switching the person and signing out", async () => {
    await page.locator("#person").selectOption("analyst@demo.example");
    await until(() => fake.person?.id === "analyst@demo.example", "the other person");
    await page.locator("article").first().waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are not signed in.").waitFor();
  });

  await steps.run("nothing broke the policy and no script failed", () => check(problems.length === 0, problems.join("\n")));
}

const steps = new Steps("console page");
const browser = await launchBrowser();
const fake = new FakeConsole(dist);
fake.rooms = rooms;
fake.people = people;
await fake.listen();
let code = 0;
try {
  await main(steps, browser, fake);
  steps.pass();
} catch (error) {
  steps.fail(error);
  code = 1;
}
await browser.close();
fake.close();
process.exit(code);
