# Makes a page from the results of several boots (with boots.awk, which reads them): the differences between kernels,
# and all figures and findings. With this few kernels, changes are shown next to the costs. `chart` is the file of the
# chart that the page shows, if any.
BEGIN { FEW = 3 }
END {
  print "# Kernels"
  print ""
  print "What the SCTP of each Linux kernel offers and costs, and where it deviates from the RFCs. This file is"
  print "generated: `./sctp lab survey --page docs/kernels.md` boots the newest kernel of every series that Debian has."
  print ""
  print "| | release | built | compiler | scheduler |"
  print "|---|---|---|---|---|"
  for (k = 1; k <= kernels; k++) {
    version = of(k, "kernel", "version")
    date = substr(version, match(version, /\(.*\)/) + 1, RLENGTH - 2)
    printf "| %s | %s | %s | %s | %s |\n", series(k), of(k, "kernel", "release"), date, of(k, "kernel", "compiler"),
      scheduler(k)
  }
  print ""
  print "The compiler and the process scheduler (replaced in 6.6) influence the figures too, so a difference between"
  print "two columns need not come from SCTP. How well the figures of a kernel with one boot repeat is not known."
  print "[kernel-lab.md](kernel-lab.md#figures-over-several-boots) explains intervals and \"bimodal\"."
  if (chart != "") {
    print ""
    print "![Costs and recovery of each series, with its scheduler and compiler](" chart ")"
  }
  costs_table()
  recovery_table()
  print ""
  print "## Findings"
  print ""
  print "[linux-findings.md](linux-findings.md) explains them."
  all("check", 1)
  scripts_table()
  differences("Settings", "setting", "Sysctls and their defaults, where the kernels differ.")
  differences("Options", "option", "Options of a new one-to-many socket and their defaults, as the 32-bit words " \
    "of the value (`0*3` is three zeros) or the error, where the kernels differ.")
  differences("Stream schedulers", "scheduler", "The values that SCTP_STREAM_SCHEDULER accepts.")
  differences("Algorithms of cookies", "algorithm of cookies", "The values that `net.sctp.cookie_hmac_alg` accepts.")
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
function scripts_table(   k, i, line, name, played) {
  print ""
  print "## Packet scripts"
  print ""
  print "Scripts of packets that were written from the RFCs: how many a kernel answers as they say, and the others."
  print "[packet-scripts.md](packet-scripts.md) has all of them, also for the userspace engine. A kernel without SCTP"
  print "in UDP plays none."
  head("")
  line = "| as the RFC says |"
  for (k = 1; k <= kernels; k++) {
    played = 0
    for (i = 1; i <= count["script"]; i++) {
      name = names["script", i]
      if (of(k, "script", name) != "-") played++
    }
    line = line " " (played ? agreeing(k) " of " played : "-") " |"
  }
  print line
  for (i = 1; i <= count["script"]; i++) {
    name = names["script", i]
    for (k = 1; k <= kernels; k++) if (of(k, "script", name) == "deviates") { row("script", name); break }
  }
}
function agreeing(k,   i, n) {
  for (i = 1; i <= count["script"]; i++) if (of(k, "script", names["script", i]) == "ok") n++
  return n + 0
}
function costs_table() {
  print ""
  print "## Costs"
  print ""
  print "Instructions per message (one way), per round trip, and per set-up with shutdown: of both ends together, over"
  print "loopback, with the C program that sends and receives. Each figure is the median over the boots of the median"
  print "of five rounds. `~` marks figures that differ by more than 0.5 % between boots."
  figures_table("cost")
}
function recovery_table() {
  print ""
  print "## Recovery from 1 % loss"
  print ""
  print "One association over a path of 1500 B with 20 ms there and back that loses 1 % of the packets in each"
  print "direction, with buffers of 200 KiB and SCTP_NODELAY: the goodput of a transfer of 14 MB, and the 99th"
  print "percentile of delivery of 30,000 messages, from the time at which each was due to be sent until its receiver"
  print "has it. The clock counts instructions, 1 ns each. Each figure is the median over the boots, with an interval"
  print "if there are five or more."
  if (unseeded()) {
    print "The losses were drawn anew in each boot (seeded losses need iproute2 6.6 and Linux 6.6)."
  }
  figures_table("recovery")
}
function unseeded(   k) {
  for (k = 1; k <= kernels; k++) if (of(k, "kernel", "losses") !~ /^(seeded|-)$/) return 1
  return 0
}
function figures_table(kind,   i, k, line, name) {
  head("")
  line = "| boots |"
  for (k = 1; k <= kernels; k++) line = line " " boots[order[k]] " |"
  print line
  for (i = 1; i <= count[kind]; i++) {
    name = names[kind, i]
    line = "| " name " |"
    for (k = 1; k <= kernels; k++) line = line " " (kind == "cost" ? cost(k, name) : recovery(k, name)) " |"
    print line
  }
}
function cost(k, name,   middle, modes, text) {
  middle = median(k, "cost", name)
  if (!middle) return "-"
  modes = bimodal()
  text = (sorted[sorted_count] > (1 + REPEATS) * sorted[1] ? "~" : "") thousands(middle)
  return text (modes == "" ? "" : " (" modes ")") (k > 1 && kernels <= FEW ? change(name, middle) : "")
}
# Compared with the first kernel.
function change(name, other,   first) {
  first = median(1, "cost", name)
  return first ? sprintf(" (%+.1f %%)", 100 * (other / first - 1)) : ""
}
function recovery(k, name,   middle, modes) {
  middle = median(k, "recovery", name)
  if (!middle) return "-"
  if (!interval()) return thousands(middle) " (no interval)"
  modes = bimodal()
  return thousands(middle) " (" thousands(lowest) " to " thousands(highest) (modes == "" ? "" : "; " modes) ")"
}
