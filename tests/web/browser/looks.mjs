// Every page as it looks, light and dark, wide and narrow and enlarged: kept as pictures, checked
// for words that run out of the window and, light and dark, with axe-core for accessibility.
// Usage: node looks.mjs CHROMIUM BASE OUT
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { launch, Visitor } from "./visiting.mjs";

const [executable, base, out] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WINDOWS = [
  { name: "light", scheme: "light", width: 1280, zoom: 1, axe: true },
  { name: "dark", scheme: "dark", width: 1280, zoom: 1, axe: true },
  { name: "narrow", scheme: "light", width: 360, zoom: 1, axe: false },
  { name: "enlarged", scheme: "dark", width: 1280, zoom: 2, axe: false },
];

const browser = await launch(executable);
const first = new Visitor(await browser.newPage(), base, false);
await first.open("/commitments?committer=Belarus");
const [record] = await first.page.$$eval("article[data-card]", (cards) => cards.map((card) => card.id));
const event = encodeURIComponent("armed_attack(UKR, unknown, place=Donbas)");
const pages = {
  start: "/", documents: "/documents", document: "/documents/01-two-cases.txt",
  "document-lacking": "/documents/05-hormuz.txt",
  "document-all-marks": "/documents/01-two-cases.txt?view=commitments&view=statements&view=events&view=figures&view=times",
  register: "/commitments", "register-narrowed": "/commitments?kind=threat&committer=Belarus",
  commitment: `/commitments/${record}`, review: "/review", pairs: "/review/pairs", "what-if": "/what-if",
  answer: `/what-if?event=${event}&assume=donbas_as_russia%3Don`, treaties: `/what-if?event=${encodeURIComponent("armed_attack(RUS, EST)")}&treaties=true`,
  fault: "/what-if?event=armed_atack(RUS,%20UKR)", least: "/what-if/least?actor=Belarus&outcome=goes+to+war",
  conflicts: "/conflicts", gaps: "/gaps", stories: "/stories", timeline: "/timeline", network: "/network",
  actor: "/actors/BLR", search: "/search?q=attack*", brief: `/brief?id=${record}`, refused: "/nothing", login: "/login",
};
const results = [];
for (const { name, scheme, width, zoom, axe: measured } of WINDOWS) {
  // What a browser calls 200 % is a window of half as many pixels of its style sheets.
  const viewport = { width: width / zoom, height: 900 / zoom };
  const context = await browser.newContext({ colorScheme: scheme, viewport, deviceScaleFactor: zoom, bypassCSP: true });
  const visitor = new Visitor(await context.newPage(), base, false);
  for (const [said, address] of Object.entries(pages)) {
    visitor.faults.length = 0;
    await visitor.open(address);
    await visitor.page.screenshot({ path: path.join(out, `${said}-${name}.png`), fullPage: name !== "dark" });
    const wider = await visitor.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    let violations = [];
    if (measured) {
      await visitor.page.evaluate(axe);
      violations = await visitor.page.evaluate(async () => {
        const found = await window.axe.run();
        return found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
      });
    }
    const faults = visitor.faults.filter((fault) => !/status of 4\d\d/.test(fault));
    results.push({ page: said, window: name, wider, violations, faults });
  }
  await context.close();
}
await browser.close();
console.log(JSON.stringify(results));
