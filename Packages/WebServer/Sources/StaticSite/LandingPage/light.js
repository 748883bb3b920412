// Before anything is painted: the choice between day and night that an earlier visit made.
try {
  const light = localStorage.getItem("light");
  if (light === "day" || light === "night") document.documentElement.dataset.light = light;
} catch {
  // Without storage the system's choice stands.
}
