// Keys for what has a button, marks that light up with their card, and progress that moves.
// Every page works without it.
"use strict";
const cards = [...document.querySelectorAll("[data-card]")];
let current = cards.findIndex((card) => card.id && `#${card.id}` === location.hash);
const move = (by) => {
  if (!cards.length) return false;
  current = Math.min(Math.max(current + by, 0), cards.length - 1);
  for (const card of cards) card.classList.toggle("current", card === cards[current]);
  cards[current].focus();
  cards[current].scrollIntoView({ block: "nearest" });
  return true;
};
if (current >= 0) move(0);
const press = (key) => {
  const own = cards[current]?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const target = own ?? (cards.length ? null : document.querySelector(`[data-key="${CSS.escape(key)}"]`));
  if (!target) return false;
  target.click();
  if (target.tagName === "SUMMARY") target.focus();
  return true;
};
const open = () => {
  const link = cards[current]?.querySelector("h2 a, h3 a");
  if (!link) return false;
  link.click();
  return true;
};
const keys = document.getElementById("keys");
const showKeys = document.getElementById("show-keys");
showKeys.hidden = false;
showKeys.addEventListener("click", () => keys.showModal());
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const onControl = event.target.closest("a, button, summary, input");
  let done = false;
  if (event.key === "/") { document.getElementById("find").focus(); done = true; }
  else if (event.key === "?") { keys.showModal(); done = true; }
  else if (event.key === "j") done = press("j") || move(1);
  else if (event.key === "k") done = press("k") || move(-1);
  else if (event.key === "Enter") done = !onControl && (open() || press("Enter"));
  else if ("aerusn".includes(event.key)) done = press(event.key);
  if (done) event.preventDefault();
});

// A record's words light up with its card, and its card with its words.
const light = (ids, on) => {
  for (const piece of document.querySelectorAll(".piece[data-records]"))
    if (piece.dataset.records.split(" ").some((id) => ids.includes(id))) piece.classList.toggle("lit", on);
  for (const card of document.querySelectorAll(".card[data-record]"))
    if (ids.includes(card.dataset.record)) card.classList.toggle("lit", on);
};
const lights = (element, ids) => {
  for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]])
    element.addEventListener(name, () => light(ids, on));
};
for (const card of document.querySelectorAll(".card[data-record]:not(.current)")) lights(card, [card.dataset.record]);
for (const flag of document.querySelectorAll(".flag[data-records]")) lights(flag, flag.dataset.records.split(" "));

// What is still being worked out is looked for again.
if (document.querySelector("[data-again]")) setTimeout(() => location.reload(), 3000);

// Reading: ask how far it is until it is over, then load its page once more.
const job = document.querySelector("[data-job]");
if (job) {
  const look = async () => {
    const answer = await fetch(job.dataset.job, { headers: { accept: "application/json" } });
    const found = answer.ok ? await answer.json() : { over: true };
    if (found.over) { location.reload(); return; }
    job.querySelector("progress").value = found.done;
    job.querySelector("[data-done]").textContent = found.done;
    job.querySelector("[data-read]").textContent = found.read;
    setTimeout(look, 700);
  };
  setTimeout(look, 700);
}
