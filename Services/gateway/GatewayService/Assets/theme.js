// Before anything is drawn: light or dark as the person chose, and what needs scripts may show.
"use strict";
try {
  const theme = localStorage.getItem("portico-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* A browser that keeps nothing follows the system. */ }
document.documentElement.classList.add("has-script");
