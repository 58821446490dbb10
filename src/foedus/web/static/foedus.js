// Keys for what has a button, and marks that light up with their card. Everything works without it.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "/") { event.preventDefault(); document.getElementById("find").focus(); return; }
  if (event.key === "?") { alert("a accept, r reject, e edit, u undo, j next, k back, / search"); return; }
  const scope = document.querySelector("article.current")?.parentElement ?? document;
  const target = scope.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (target) { event.preventDefault(); target.click(); }
});
const light = (id, on) => {
  for (const piece of document.querySelectorAll(".piece[data-records]"))
    if (piece.dataset.records.split(" ").includes(id)) piece.classList.toggle("lit", on);
};
for (const card of document.querySelectorAll(".card[data-record]")) {
  card.addEventListener("mouseenter", () => light(card.dataset.record, true));
  card.addEventListener("mouseleave", () => light(card.dataset.record, false));
  card.addEventListener("focusin", () => light(card.dataset.record, true));
  card.addEventListener("focusout", () => light(card.dataset.record, false));
}
