// The button of a queue says how many times are chosen; without this it says how many were.
function countChosen(form) {
  const chosen = form.querySelectorAll("input[name=termin]:checked").length;
  for (const part of form.querySelectorAll("[data-chosen]")) part.textContent = chosen;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-count-form]");
  if (form) countChosen(form);
});
