# Draws a chart (SVG) from the results of several boots (with boots.awk, which reads them): a panel for each of a few
# figures, a bar for each kernel with a dot for each boot, and below it the series, its scheduler and its compiler.
BEGIN {
  LEFT = 20; COLUMN = 96; TITLE = 34; PANEL = 116; LABELS = 76; BAR = 44
  WANTED = "^(one way, 100 B, single|one way, 1,400 B, batches of 64|round trip, 100 B)$"
}
END {
  for (i = 1; i <= count["cost"]; i++) if (names["cost", i] ~ WANTED) add("cost", names["cost", i], ", instructions")
  for (i = 1; i <= count["recovery"]; i++) add("recovery", names["recovery", i], " (1 % loss)")
  width = 2 * LEFT + kernels * COLUMN
  if (width < 480) width = 480
  height = panels * (TITLE + PANEL) + LABELS
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" ", width, height,
    width, height
  print "font-family=\"sans-serif\" font-size=\"12\" text-anchor=\"middle\">"
  printf "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height
  for (p = 1; p <= panels; p++) panel(p, (p - 1) * (TITLE + PANEL) + TITLE)
  for (k = 1; k <= kernels; k++) {
    below = panels * (TITLE + PANEL)
    text(center(k), below + 20, series(k), "font-weight=\"bold\"")
    text(center(k), below + 36, scheduler(k), "")
    text(center(k), below + 52, of(k, "kernel", "compiler"), "")
    text(center(k), below + 68, boots[order[k]] (boots[order[k]] == 1 ? " boot" : " boots"), "fill=\"#666\"")
  }
  print "</svg>"
}
function add(kind, name, unit) { panel_kind[++panels] = kind; panel_name[panels] = name; panel_unit[panels] = unit }
function center(k) { return LEFT + (k - 0.5) * COLUMN }
function text(x, y, words, attributes) {
  gsub(/&/, "\\&amp;", words); gsub(/</, "\\&lt;", words)
  printf "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>\n", x, y, attributes, words
}
# All bars of a panel begin at 0.
function panel(p, top,   k, i, most, scale, middle, bottom, above) {
  bottom = top + PANEL
  for (k = 1; k <= kernels; k++) if (median(k, panel_kind[p], panel_name[p]) && sorted[sorted_count] > most)
    most = sorted[sorted_count]
  # Two lines of text have room above the highest dot.
  scale = most ? (PANEL - 36) / most : 0
  text(LEFT, top - 12, panel_name[p] panel_unit[p], "text-anchor=\"start\" font-weight=\"bold\"")
  for (k = 1; k <= kernels; k++) {
    middle = median(k, panel_kind[p], panel_name[p])
    if (!middle) { text(center(k), bottom - 6, "-", ""); continue }
    printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"%s\"/>\n", center(k) - BAR / 2,
      bottom - middle * scale, BAR, middle * scale, scheduler(k) == "CFS" ? "#9ecae1" : "#a1d99b"
    for (i = 1; i <= sorted_count; i++) printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"#333\"/>\n",
      center(k), bottom - sorted[i] * scale
    above = bottom - sorted[sorted_count] * scale - 7
    text(center(k), above, thousands(middle), "")
    if (lower_group()) text(center(k), above - 14, "bimodal", "font-style=\"italic\"")
  }
  printf "<line x1=\"%d\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#999\"/>\n", LEFT, bottom,
    LEFT + kernels * COLUMN, bottom
}
