// Pictures of the page on the fake console, for looking at it: node fake/screenshots.mjs DIRECTORY
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { launchBrowser, openPage } from "../support.mjs";
import { FakeConsole } from "./console_server.mjs";
import { malware, message, people, rooms, scan } from "./scenes.mjs";

const out = process.argv[2] ?? "screenshots";
mkdirSync(out, { recursive: true });
const fake = new FakeConsole(fileURLToPath(new URL("../../../web/dist", import.meta.url)));
fake.rooms = rooms;
fake.people = people;
const first = scan("acme", "ACME", 411);
const second = malware("acme", "ACME", 412);
for (const made of [
  first,
  message("acme", { thread: first.id, level: "quiet", text: "Taken by **Ana** at 14:07. Decide by 18:07." }),
  second,
  message("acme", { thread: second.id, text: "**Registered 6 days ago** · NameCheap · IS\n- created 2026-02-28, expires 2027-02-28\n- name servers `ns1.example`, `ns2.example`\n- not asked: VirusTotal (TLP)" }),
  message("acme", { text: "Hidden at **ACME** since 06:00: 41 alarms\n```\n  38  below threshold medium   low scans from 198.51.100.7\n   3  repeat of ACME-409       office365\n```\nShow them with `hidden acme since 06:00`." }),
  malware("soc", "GLOBEX", 88), malware("globex", "GLOBEX", 88), scan("soc", "INITECH", 7), scan("initech-shared", "INITECH", 7),
])
  fake.put(made);
await fake.listen();
const browser = await launchBrowser();
for (const colorScheme of ["light", "dark"])
  for (const [name, viewport] of [["desktop", { width: 1280, height: 860 }], ["phone", { width: 360, height: 740 }], ["narrow", { width: 320, height: 640 }]]) {
    const { page, problems } = await openPage(browser, { colorScheme, viewport });
    await page.goto(`${fake.url}#/${encodeURIComponent("console/acme")}`);
    await page.waitForSelector(".card");
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(out, `${name}-${colorScheme}.png`) });
    await page.click(".hints button");
    await page.evaluate(() => document.querySelector(".stream").scrollTo(0, 0));
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(out, `${name}-${colorScheme}-top.png`) });
    for (const problem of problems) console.log(problem);
    await page.context().close();
  }
await browser.close();
fake.close();
