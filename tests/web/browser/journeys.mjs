// The analyst's way through the pages, from an empty store to a brief.
// Usage: node journeys.mjs CHROMIUM BASE EXAMPLES OUT keys|mouse|plain
import fs from "node:fs";
import path from "node:path";
import { launch, Visitor } from "./visiting.mjs";

const [executable, base, examples, out, manner] = process.argv.slice(2);
const reports = fs.readdirSync(examples).filter((name) => /\.(txt|html|jsonl)$/.test(name)).sort();
const scripted = manner !== "plain";

const journeys = {
  async "add the example reports"(visitor) {
    const { page } = visitor;
    await visitor.open("/");
    await visitor.press(page.getByRole("link", { name: "Add the first report" }));
    // Which files are chosen is said to the system's own dialogue, which no page can see.
    await page.getByLabel("or files").setInputFiles(reports.map((name) => path.join(examples, name)));
    await visitor.press(page.getByRole("button", { name: "Read", exact: true }));
    await page.waitForURL(/\/jobs\//);
    while (await page.getByRole("link", { name: "Look again" }).count()) {
      await page.waitForTimeout(500);
      if (!scripted) await page.getByRole("link", { name: "Look again" }).click().catch(() => {});
    }
    await visitor.press(page.getByRole("link", { name: "See the register" }));
    await visitor.sees(/commitments, 1–25 shown/);
  },
  async "set a date"(visitor) {
    const { page } = visitor;
    await visitor.open("/documents?lacking=true");
    await visitor.press(page.getByRole("link", { name: /^A Night on the Water/ }));
    await visitor.sees("not said in the text");
    await visitor.write(page.getByLabel("Published"), "2031-07-16");
    await visitor.press(page.getByRole("button", { name: "Set", exact: true }));
    await visitor.sees("What moved");
    visitor.check("relative dates moved", (await page.locator("#done tbody tr").count()) > 1);
  },
  async "review five records"(visitor) {
    const { page } = visitor;
    await visitor.open("/review");
    const current = () => page.locator("article.current").getAttribute("id");
    const left = async () => parseInt((await page.locator("main p").first().innerText()).replace(",", ""), 10);
    const before = await left();
    const decided = [];
    for (const key of ["a", "r", "a", "j", "a"]) {
      const id = await current();
      decided.push(id);
      const name = { a: "Accept", r: "Reject", j: "Skip" }[key];
      if (visitor.byKeyboard) await page.keyboard.press(key);
      else await page.locator("article.current, nav.pager").getByText(name).first().click();
      await page.waitForFunction((old) => document.querySelector("article.current")?.id !== old, id);
    }
    visitor.check("four are decided", (await left()) === before - 4);
    visitor.check("five were shown", new Set(decided).size === 5);
    if (visitor.byKeyboard) await page.keyboard.press("u");
    else await page.getByRole("button", { name: /^Undo/ }).click();
    await page.waitForFunction((most) => parseInt(document.querySelector("main p").innerText, 10) === most, before - 3);
  },
  async "open a commitment and see its drift"(visitor) {
    const { page } = visitor;
    await visitor.open("/");
    const drift = page.getByRole("link", { name: "See the drift" }).first();
    await visitor.press(drift);
    await page.waitForURL(/\/commitments\/c-[0-9a-f]+#drift/);
    visitor.check("words differ", (await page.locator("td.diff del, td.diff ins").count()) > 0);
    await visitor.sees("Who tells it");
  },
  async "ask what if, and flip an assumption"(visitor) {
    const { page } = visitor;
    await visitor.open("/what-if");
    await visitor.write(page.getByLabel("What happens"), "Ukraine attacks Donbas; Russia attacks Ukraine");
    await visitor.press(page.getByRole("button", { name: "Ask", exact: true }).first());
    await visitor.sees("Understood as:");
    visitor.check("something is triggered", (await page.locator("section[aria-labelledby=triggered] article").count()) > 0);
    const shared = page.url();
    await visitor.press(page.locator(".switches li", { hasText: "donbas_as_russia" }).getByRole("link", { name: "on" }));
    await page.waitForURL(/donbas_as_russia%3Don/);
    visitor.check("it shows what moved", (await page.locator("section[aria-labelledby=moved] tbody tr").count()) > 0);
    await visitor.page.goto(shared);
    visitor.check("the address is the scenario", (await page.getByLabel("What happens").inputValue()).startsWith("Ukraine attacks"));
  },
  async "ask for the least cause"(visitor) {
    const { page } = visitor;
    await visitor.open("/what-if/least");
    await visitor.write(page.getByLabel("so that"), "Belarus");
    await visitor.write(page.getByLabel("does what"), "goes to war");
    await visitor.press(page.getByRole("button", { name: "Ask", exact: true }));
    await visitor.sees(/least cause/);
    visitor.check("causes are listed", (await page.locator("section[aria-labelledby=causes] article").count()) > 0);
  },
  async "export the register"(visitor) {
    const { page } = visitor;
    await visitor.open("/commitments?committer=Belarus");
    const coming = page.waitForEvent("download");
    await visitor.press(page.getByRole("link", { name: "CSV" }));
    const file = await (await coming).path();
    const lines = fs.readFileSync(file, "utf8").trim().split("\r\n");
    visitor.check("rows with their source", lines.length > 2 && lines.slice(1).every((line) => line.includes("Belarus")));
  },
  async "make a brief"(visitor) {
    const { page } = visitor;
    await visitor.open("/commitments?committer=Belarus");
    await visitor.press(page.locator("article h2 a").first());
    await visitor.press(page.getByRole("link", { name: "Add to a brief" }));
    await page.waitForURL(/\/brief\?id=/);
    await visitor.press(page.getByRole("link", { name: /Look at it and print it/ }));
    await visitor.sees(/SHA-256|sha256/i);
  },
};

const browser = await launch(executable);
const context = await browser.newContext({ javaScriptEnabled: scripted, acceptDownloads: true });
const results = [];
for (const [name, go] of Object.entries(journeys)) {
  const visitor = new Visitor(await context.newPage(), base, manner === "keys");
  const begun = Date.now();
  let fault = null;
  try {
    await go(visitor);
  } catch (error) {
    fault = String(error).slice(0, 600);
    await visitor.page.screenshot({ path: path.join(out, `failed-${manner}-${name.replaceAll(/\W+/g, "-")}.png`), fullPage: true });
  }
  results.push({ name, fault, faults: visitor.faults, seconds: (Date.now() - begun) / 1000 });
  await visitor.page.close();
  if (fault && name.startsWith("add")) break;
}
await browser.close();
console.log(JSON.stringify(results));
