// In a month the arrow keys go by days and weeks, Page Up and Page Down by months; Tab still does it all.

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const TURNS = { PageUp: "prev", PageDown: "next" };

document.addEventListener("keydown", (event) => {
  const day = event.target.closest("a.day");
  if (!day || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const cells = [...day.closest("tbody").querySelectorAll("td")];
  const here = cells.indexOf(day.closest("td"));
  if (STEPS[event.key]) {
    focusDay(cells, here, STEPS[event.key]);
  } else if (event.key === "Home") {
    focusDay(cells, here - (here % 7) - 1, 1);
  } else if (event.key === "End") {
    focusDay(cells, here - (here % 7) + 7, -1);
  } else if (TURNS[event.key]) {
    turnMonth(day, TURNS[event.key]);
  } else {
    return;
  }
  event.preventDefault();
});

// Goes on in steps until there is a day one can open.
function focusDay(cells, from, step) {
  for (let place = from + step; place >= 0 && place < cells.length; place += step) {
    const day = cells[place].querySelector("a.day");
    if (day) return day.focus();
  }
  return undefined;
}

function turnMonth(day, way) {
  const link = document.querySelector(`.month-nav a[rel=${way}]`);
  if (!link) return;
  const number = Number(day.querySelector("b").textContent);
  link.dataset.landOnDay = number;
  link.click();
}

// The same day of the month that has come, or the nearest that can be opened.
function findDay(number) {
  const days = [...mainPart().querySelectorAll("a.day")];
  const distance = (day) => Math.abs(Number(day.querySelector("b").textContent) - number);
  return days.sort((one, other) => distance(one) - distance(other))[0];
}
