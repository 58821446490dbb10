// A real browser on the pages: by mouse or by keyboard alone, with scripts or without.
import { chromium } from "playwright-core";

const PATIENCE = 120_000;

export const launch = (executablePath) => {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args });
};

export class Visitor {
  constructor(page, base, byKeyboard) {
    Object.assign(this, { page, base, byKeyboard });
    this.faults = [];
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (fault) => this.faults.push(`script: ${fault.message}`));
    page.on("console", (line) => line.type() === "error" && this.faults.push(`console: ${line.text()}`));
    page.on("response", (answer) => answer.status() >= 500 && this.faults.push(`${answer.status()} ${answer.url()}`));
  }

  async open(path) {
    await this.page.goto(this.base + path);
  }

  // Bring the focus to an element with the tabulator alone, as somebody without a mouse must.
  async reach(locator) {
    await locator.waitFor({ state: "attached" });
    const there = () => locator.evaluate((element) => element === document.activeElement);
    for (let tries = 0; tries < 600; tries += 1) {
      if (await there()) {
        const ring = await locator.evaluate((element) => getComputedStyle(element).outlineStyle);
        if (ring === "none") throw new Error(`no ring of focus on ${locator}`);
        return;
      }
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`the tabulator does not reach ${locator}`);
  }

  async press(locator, key = "Enter") {
    if (!this.byKeyboard) return locator.click();
    await this.reach(locator);
    await this.page.keyboard.press(key);
  }

  async write(locator, text) {
    if (!this.byKeyboard) return locator.fill(text);
    await this.reach(locator);
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.type(text);
  }

  async sees(text) {
    await this.page.getByText(text).first().waitFor();
  }

  check(said, holds) {
    if (!holds) throw new Error(`not so: ${said}`);
  }
}
