# Reads what is known of kernels (files of lines `KIND NAME VALUE`) for table.awk and chart.awk: KERNEL-facts.tsv,
# KERNEL-scripts.tsv, and KERNEL-BOOT.tsv with the figures of a boot (costs and recovery). Everything else should be
# equal in all files of a kernel.
BEGIN {
  FS = "\t"
  INTERVAL_BOOTS = 5 # boots that an interval needs
  COVERAGE = 0.93    # with 5 boots the lowest and the highest enclose the median with 1 - 2 / 2^5 = 93.75 %
  REPEATS = 0.005    # figures that differ by less than this part are equal
  APART = 5          # two groups are apart if the gap is more than this many times the wider group's width
}
FNR == 1 {
  kernel = FILENAME
  sub(/.*\//, "", kernel)
  measures = kernel ~ /-[0-9]+[.]tsv$/
  sub(/-(facts|scripts|[0-9]+)[.]tsv$/, "", kernel)
  if (!(kernel in boots)) order[++kernels] = kernel
  boots[kernel] += measures
}
{
  key = $1 SUBSEP $2
  if (!(key in known)) { known[key] = 1; names[$1, ++count[$1]] = $2 }
  if ($1 == "cost" || $1 == "recovery") figures[kernel, key, ++measured[kernel, key]] = $3 + 0
  else if (!((kernel, key) in value)) value[kernel, key] = $3
  else if (value[kernel, key] != $3) value[kernel, key] = value[kernel, key] " or " $3
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
# The process scheduler of ordinary tasks: Linux 6.6 replaced CFS.
function scheduler(k,   part) {
  split(short(k), part, ".")
  return part[1] < 6 || (part[1] == 6 && part[2] < 6) ? "CFS" : "EEVDF"
}
# Returns the median over the boots of a kernel, or 0 if nothing was measured. Sets `sorted` and `sorted_count`.
function median(k, kind, name,   n, i, j, swap, key) {
  key = kind SUBSEP name
  sorted_count = n = measured[order[k], key] + 0
  if (!n) return 0
  for (i = 1; i <= n; i++) sorted[i] = figures[order[k], key, i]
  for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (sorted[j] < sorted[i]) {
    swap = sorted[i]; sorted[i] = sorted[j]; sorted[j] = swap
  }
  return sorted[int((n + 1) / 2)]
}
# For the figures in `sorted`: sets `lowest` and `highest` to the two boots, equally far from either end, that are
# nearest to each other and enclose the true median with COVERAGE, whatever the distribution. Returns 0 with too few.
function interval(   n, cut, outside, ways) {
  n = sorted_count
  if (n < INTERVAL_BOOTS) return 0
  # Each turn leaves out one more boot at either end, which adds a term of the binomial distribution to both tails.
  outside = ways = 2 / 2 ^ n
  for (cut = 0; ; cut++) {
    ways *= (n - cut) / (cut + 1)
    if (1 - outside - ways < COVERAGE || 2 * (cut + 2) > n) break
    outside += ways
  }
  lowest = sorted[cut + 1]; highest = sorted[n - cut]
  return 1
}
# For the figures in `sorted`: the size of the lower group if the boots are in two groups of at least two boots each,
# otherwise 0.
function lower_group(   n, i, gap, width) {
  n = sorted_count
  if (n < INTERVAL_BOOTS) return 0
  for (i = 2; i <= n - 2; i++) {
    gap = sorted[i + 1] - sorted[i]
    width = sorted[i] - sorted[1]
    if (sorted[n] - sorted[i + 1] > width) width = sorted[n] - sorted[i + 1]
    if (gap > APART * width && gap > REPEATS * sorted[int((n + 1) / 2)]) return i
  }
  return 0
}
# Words for figures in two groups, or nothing.
function bimodal(   low) {
  low = lower_group()
  if (!low) return ""
  return sprintf("bimodal: %s in %d boots, %s in %d", thousands(sorted[int((low + 1) / 2)]), low,
    thousands(sorted[low + int((sorted_count - low + 1) / 2)]), sorted_count - low)
}
function thousands(number,   text) {
  text = sprintf("%d", number)
  if (length(text) <= 3) return text
  return thousands(substr(text, 1, length(text) - 3)) "," substr(text, length(text) - 2)
}
