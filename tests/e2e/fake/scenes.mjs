// Messages as the product sends them, for the fake console.

export const rooms = [
  { connection: "console", room: "soc", name: "SOC", class: "soc", all_customers: true, customers: [] },
  { connection: "console", room: "acme", name: "ACME", class: "customer", all_customers: false, customers: ["ACME"] },
  { connection: "console", room: "globex", name: "Globex", class: "customer", all_customers: false, customers: ["GLOBEX"] },
  { connection: "console", room: "initech-shared", name: "Initech shared", class: "shared", all_customers: false, customers: ["INITECH"] },
];

export const people = [
  { id: "senior@demo.example", name: "Sam Reed", role: "senior" },
  { id: "analyst@demo.example", name: "Ana Lopez", role: "analyst" },
  { id: "engineer@demo.example", name: "Eli Novak", role: "engineer" },
];

const kStyles = { CRITICAL: "attention", HIGH: "attention", MEDIUM: "warning", LOW: "default" };
const text = (words, more = {}) => ({ type: "TextBlock", text: words, wrap: true, ...more });

// An alarm's card in the order of docs/cards.md.
export function alarmCard({ severity, kind, customer, episode, chip, title, sentence, facts, why, context, time, changed, taken }) {
  const colour = kStyles[severity];
  const submit = (label, action, style) => ({ type: "Action.Submit", title: label, style, data: { action: `v1.k.${action}.mac` } });
  return {
    type: "AdaptiveCard",
    version: "1.3",
    body: [
      {
        type: "Container",
        style: colour,
        bleed: true,
        items: [
          {
            type: "ColumnSet",
            columns: [
              { type: "Column", width: "stretch", items: [text(`**${severity}** · ${kind} · **${customer}** · ${episode}`, { color: colour })] },
              { type: "Column", width: "auto", items: [text(chip, { weight: "Bolder" })] },
            ],
          },
        ],
      },
      text(title, { size: "Large", weight: "Bolder" }),
      text(sentence),
      { type: "FactSet", facts: facts.map(([name, value]) => ({ title: name, value })) },
      text(why, { isSubtle: true, size: "Small" }),
      text(`${context} · ${time}`, { isSubtle: true, size: "Small", spacing: "Small" }),
      ...(changed ? [text(changed, { size: "Small", color: "accent", spacing: "Small" })] : []),
      text("TLP:AMBER · source usm", { isSubtle: true, size: "Small", spacing: "Small" }),
    ],
    actions: [
      taken ? submit("Close…", "close") : submit("Take", "take", "positive"),
      submit("Whois", "whois"),
      submit("Create case", "case"),
      { type: "Action.OpenUrl", title: "View alarm", url: "https://acme.alienvault.example/#/alarm/1" },
    ],
    fallbackText: title,
  };
}

let clock = Date.UTC(2026, 2, 6, 13, 2, 0);
let nextId = 2n ** 54n;

export function message(room, more) {
  clock += 73_000;
  nextId += 4096n;
  return { connection: "console", room, id: String(nextId), revision: 1, level: "notify", created: clock, text: "", ...more };
}

export function malware(room, customer, number, more = {}) {
  const episode = `${customer}-${number}`;
  const card = alarmCard({
    severity: "HIGH", kind: "Malware", customer, episode, chip: "NEW",
    title: "Malware Infection: Emotet",
    sentence: "Emotet was found on WKS-17 (j.doe) and was **NOT blocked**.",
    facts: [
      ["Family", "Emotet"], ["Outcome", "**NOT blocked**"], ["Host", "WKS-17 · 10.20.3.17 · Windows 11"], ["User", "j.doe"],
      ["File", "C:\\\\Users\\\\j.doe\\\\Downloads\\\\invoice\\_0306.docm"],
      ["SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
      ["Came from", "hxxps://files[.]evil[.]example/invoice"],
    ],
    why: "high >= medium; raised: admin account", context: "Execution T1204 · 3 alarms, 13:21-14:05",
    time: "13:21 Europe/London (Fri)", ...more,
  });
  return message(room, { customer, episode, card, text: `HIGH · ${customer} · Malware not blocked: Emotet on WKS-17 (j.doe) · ${episode}`, level: "page" });
}

export function scan(room, customer, number, more = {}) {
  const episode = `${customer}-${number}`;
  const card = alarmCard({
    severity: "MEDIUM", kind: "Network intrusion", customer, episode, chip: "Taken Ana 14:07", taken: true,
    title: "Brute Force Authentication: SSH from outside",
    sentence: "203\\[.\\]0\\[.\\]113\\[.\\]77 tried 214 logins on gw-02; **none succeeded**.",
    facts: [["Direction", "inbound"], ["Our host", "gw-02 · 198.51.100.12"], ["Peer", "203[.]0[.]113[.]77 · NL · Example Hosting"], ["Flow", "51234 → 22 tcp, answered"]],
    why: "medium >= medium", context: "Credential Access T1110 · 12 alarms, 12:58-14:01",
    time: "12:58 Europe/London (Fri) · arrived 4 min late", changed: "+9 alarms since taken", ...more,
  });
  return message(room, { customer, episode, card, text: `MEDIUM · ${customer} · SSH brute force on gw-02 · ${episode}` });
}
