# Decides from figures, by Welch's t-test: whether two ends differ, and to which of them another kernel belongs.
#
#   awk -v good='1 2 3' -v bad='4 5 6' [-v step='4 5 4'] -v sign=1 -v level=0.01 -f statistics.awk
#
# sign is 1 where less is better, otherwise -1. Without a step, prints `worse P GOOD BAD`, `better P GOOD BAD` or
# `alike P GOOD BAD` for the bad end against the good one, with both means. With a step, prints `good P MEAN POSITION`,
# `bad P MEAN POSITION` or `undecided P MEAN POSITION`: the step is compared with the middle between both ends.
# POSITION is 0 at the good end and 100 at the bad one. P is the one-sided probability of such figures if there were no
# difference (from the middle).
BEGIN {
  measure(good, "good")
  measure(bad, "bad")
  if (step == "") compare_ends()
  else place_step()
}

# Sets count, mean and error (the variance of the mean) of a list of figures.
function measure(list, name,    values, i, sum) {
  count[name] = split(list, values, " ")
  for (i = 1; i <= count[name]; i++) sum += values[i]
  mean[name] = sum / count[name]
  sum = 0
  for (i = 1; i <= count[name]; i++) sum += (values[i] - mean[name]) ^ 2
  error[name] = sum / (count[name] - 1) / count[name]
}

function compare_ends(    distance, p) {
  distance = sign * (mean["bad"] - mean["good"])
  p = chance(distance, 1, 1, 0)
  print (p >= level ? "alike" : distance > 0 ? "worse" : "better"), p, number(mean["good"]), number(mean["bad"])
}

function place_step(    distance, p) {
  measure(step, "step")
  distance = sign * (mean["step"] - (mean["good"] + mean["bad"]) / 2)
  p = chance(distance, 1 / 4, 1 / 4, 1)
  print (p >= level ? "undecided" : distance > 0 ? "bad" : "good"), p, number(mean["step"]),
    sprintf("%.0f", 100 * (mean["step"] - mean["good"]) / (mean["bad"] - mean["good"]))
}

function number(value) { return sprintf("%.6g", value) }

# The one-sided p-value of a distance, whose variance is that of the means with these weights. Figures of an instruction
# counter can all be equal: then any distance is certain.
function chance(distance, good_weight, bad_weight, step_weight,    variance, freedom, name, part, weight) {
  weight["good"] = good_weight; weight["bad"] = bad_weight; weight["step"] = step_weight
  for (name in weight) if (weight[name] > 0) {
    part = weight[name] * error[name]
    variance += part
    freedom += part ^ 2 / (count[name] - 1)
  }
  if (distance < 0) distance = -distance
  if (variance == 0) return distance == 0 ? 0.5 : 0
  return survival(distance / sqrt(variance), variance ^ 2 / freedom)
}

# P(T > t) of Student's distribution, for t >= 0.
function survival(t, freedom) { return incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2 }

# The regularized incomplete beta function.
function incomplete_beta(x, a, b,    front) {
  if (x <= 0) return 0
  if (x >= 1) return 1
  front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(1 - x))
  return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
}

# Its continued fraction (NIST's Digital Library of Mathematical Functions, 8.17.22), by Lentz's method.
function fraction(x, a, b,    c, d, value, m, i, term) {
  c = 1
  d = 1 / nonzero(1 - (a + b) * x / (a + 1))
  value = d
  for (m = 1; m <= 1000; m++) {
    for (i = 0; i <= 1; i++) {
      term = i == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)) \
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + term * d)
      c = nonzero(1 + term / c)
      value *= c * d
    }
    if (c * d > 1 - 1e-14 && c * d < 1 + 1e-14) break
  }
  return value
}

function nonzero(value) { return value > -1e-300 && value < 1e-300 ? 1e-300 : value }

# Stirling's series, after the argument is raised above 10.
function log_gamma(x,    shift) {
  while (x < 10) { shift -= log(x); x++ }
  return shift + (x - 0.5) * log(x) - x + 0.91893853320467274 + 1 / (12 * x) - 1 / (360 * x ^ 3) + 1 / (1260 * x ^ 5)
}
