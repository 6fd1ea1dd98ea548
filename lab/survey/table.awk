# Makes a page from the results of several boots (files `KERNEL-BOOT.tsv`, lines `KIND NAME VALUE`): the differences
# between kernels, and all costs and findings. Costs are medians over a kernel's boots; everything else must be equal in
# all of them. With this few kernels, changes are shown next to the costs.
BEGIN { FS = "\t"; FEW = 3 }
FNR == 1 {
  kernel = FILENAME
  sub(/.*\//, "", kernel)
  sub(/-[0-9]+[.]tsv$/, "", kernel)
  if (!(kernel in boots)) order[++kernels] = kernel
  boots[kernel]++
}
{
  key = $1 SUBSEP $2
  if (!(key in known)) { known[key] = 1; names[$1, ++count[$1]] = $2 }
  if ($1 == "cost") costs[kernel, $2, ++measured[kernel, $2]] = $3 + 0
  else if ((kernel, key) in value && value[kernel, key] != $3) value[kernel, key] = value[kernel, key] " or " $3
  else value[kernel, key] = $3
}
END {
  print "# Kernels"
  print ""
  print "What the SCTP of each Linux kernel offers and costs, and where it deviates from the RFCs. This file is"
  print "generated: `./sctp lab survey --page docs/kernels.md` boots the newest kernel of every series that Debian has."
  print ""
  print "| | release | built | compiler |"
  print "|---|---|---|---|"
  for (k = 1; k <= kernels; k++) {
    version = of(k, "kernel", "version")
    date = substr(version, match(version, /\(.*\)/) + 1, RLENGTH - 2)
    printf "| %s | %s | %s | %s |\n", series(k), of(k, "kernel", "release"), date, of(k, "kernel", "compiler")
  }
  print ""
  print "The compiler and the process scheduler (replaced in 6.6) influence the figures too, so a difference between"
  print "two columns need not come from SCTP."
  costs_table()
  print ""
  print "## Findings"
  print ""
  print "[linux-findings.md](linux-findings.md) explains them."
  all("check", 1)
  differences("Settings", "setting", "Sysctls and their defaults, where the kernels differ.")
  differences("Options", "option", "Options of a new one-to-many socket and their defaults, as the 32-bit words " \
    "of the value (`0*3` is three zeros) or the error, where the kernels differ.")
  differences("Stream schedulers", "scheduler", "The values that SCTP_STREAM_SCHEDULER accepts.")
  differences("Algorithms of cookies", "algorithm of cookies", "The values that `net.sctp.cookie_hmac_alg` accepts.")
}
function of(k, kind, name) { return ((order[k], kind SUBSEP name) in value) ? value[order[k], kind SUBSEP name] : "-" }
# A column's name: the series, or the whole release if another column has the same series.
function series(k,   i) {
  for (i = 1; i <= kernels; i++) if (i != k && short(i) == short(k)) return of(k, "kernel", "release")
  return short(k)
}
function short(k,   release) {
  release = of(k, "kernel", "release")
  match(release, /^[0-9]+[.][0-9]+/)
  return substr(release, 1, RLENGTH)
}
function head(first,   k, line, rule) {
  line = "| " first " |"; rule = "|---|"
  for (k = 1; k <= kernels; k++) { line = line " " series(k) " |"; rule = rule "---|" }
  print ""; print line; print rule
}
function row(kind, name,   k, line) {
  line = "| " name " |"
  for (k = 1; k <= kernels; k++) line = line " " of(k, kind, name) " |"
  print line
}
function all(kind, always,   i) {
  head("")
  for (i = 1; i <= count[kind]; i++) if (always || differs(kind, names[kind, i])) row(kind, names[kind, i])
}
function differs(kind, name,   k) {
  for (k = 2; k <= kernels; k++) if (of(k, kind, name) != of(1, kind, name)) return 1
  return 0
}
function differences(title, kind, text,   i, any) {
  print ""; print "## " title; print ""; print text
  for (i = 1; i <= count[kind]; i++) any = any || differs(kind, names[kind, i])
  if (any) all(kind, 0)
  else { print ""; print "All alike." }
}
function costs_table(   i, k, line, name) {
  print ""
  print "## Costs"
  print ""
  print "Instructions per message (one way), per round trip, and per set-up with shutdown: of both ends together, over"
  print "loopback, with the C program that sends and receives. Each figure is the median over the boots of the median"
  print "of five rounds. `~` marks figures that differ by more than 0.5 % between boots."
  for (k = 1; k <= kernels && boots[order[k]] == 1; k++) {}
  if (k > kernels) { print ""; print "Each kernel was booted once: how well these figures repeat is not known." }
  head("")
  for (i = 1; i <= count["cost"]; i++) {
    name = names["cost", i]
    line = "| " name " |"
    for (k = 1; k <= kernels; k++) {
      line = line " " cost(order[k], name) (k > 1 && kernels <= FEW ? change(name, k) : "") " |"
    }
    print line
  }
}
# Compared with the first kernel.
function change(name, k,   first, other) {
  first = median(order[1], name); other = median(order[k], name)
  return first && other ? sprintf(" (%+.1f %%)", 100 * (other / first - 1)) : ""
}
function cost(kernel, name,   middle) {
  middle = median(kernel, name)
  return middle ? (highest > 1.005 * lowest ? "~" : "") thousands(middle) : "-"
}
# Returns the median, or 0 if nothing was measured. Sets `lowest` and `highest`.
function median(kernel, name,   n, i, j, sorted, swap) {
  n = measured[kernel, name]
  if (!n) return 0
  for (i = 1; i <= n; i++) sorted[i] = costs[kernel, name, i]
  for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (sorted[j] < sorted[i]) {
    swap = sorted[i]; sorted[i] = sorted[j]; sorted[j] = swap
  }
  lowest = sorted[1]; highest = sorted[n]
  return sorted[int((n + 1) / 2)]
}
function thousands(number,   text) {
  text = sprintf("%d", number)
  if (length(text) <= 3) return text
  return thousands(substr(text, 1, length(text) - 3)) "," substr(text, length(text) - 2)
}
