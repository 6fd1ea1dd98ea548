# shellcheck shell=bash
# Tests of the survey's page and chart, with made-up answers of boots. Sourced by lab/tests/run.
# shellcheck disable=SC2034 # expect_status reads the status

# The folder of a test's answers.
answers=''

# boot KERNEL-BOOT RELEASE [KIND NAME VALUE]...: the answers of one boot.
boot() {
  local file release=$2
  answers=${answers:-$(mktemp -d "$work/answers.XXXXXX")}
  file=$answers/$1.tsv
  shift 2
  printf '%s\t%s\t%s\n' kernel release "$release" kernel version '#1 SMP Debian 1-1 (2026-11-15)' \
    kernel compiler 'gcc 12.2.0' "$@" >"$file"
}

# boots KERNEL RELEASE KIND NAME VALUE...: a boot for each value of one figure.
boots() {
  local i kernel=$1 release=$2 kind=$3 name=$4
  shift 4
  for ((i = 1; i <= $#; i++)); do boot "$kernel-$i" "$release" "$kind" "$name" "${!i}"; done
}

# draw table|chart [OPTION...]: makes the page or the chart.
draw() {
  local what=$1
  shift
  awk "$@" -f "$SCTP_HOME/lab/survey/boots.awk" -f "$SCTP_HOME/lab/survey/$what.awk" "$answers"/*.tsv \
    >"$work/stdout" 2>"$work/stderr" || broken "no $what"
}

# Two boots of one kernel and one of another.
should_show_what_differs_between_kernels() {
  local line kernel release figure answer
  for line in '00-1 6.1.5-amd64 1000 no' '00-2 6.1.5-amd64 1010 no' '01-1 7.3-amd64 1234567 yes'; do
    read -r kernel release figure answer <<<"$line"
    boot "$kernel" "$release" cost 'round trip' "$figure" check 'a finding' no \
      setting net.sctp.same 1 setting net.sctp.other "$answer"
  done
  draw table
  expect_line stdout '| 6.1 | 6.1.5-amd64 | 2026-11-15 | gcc 12.2.0 | CFS |'
  expect_line stdout '| 7.3 | 7.3-amd64 | 2026-11-15 | gcc 12.2.0 | EEVDF |'
  expect_line stdout '| boots | 2 | 1 |'
  expect_line stdout '|  | 6.1 | 7.3 |'
  expect_line stdout '| round trip | ~1,000 | 1,234,567 (+123356.7 %) |'
  expect_line stdout '| a finding | no | no |'
  expect_line stdout '| net.sctp.other | no | yes |'
  ! grep -q net.sctp.same "$work/stdout" || broken 'what is alike is no difference'
}

should_give_recovery_an_interval_from_five_boots_on() {
  boots 00 6.1.5-amd64 recovery p99 900 1000 1200 1100 950
  boots 01 6.5.5-amd64 recovery p99 900 1000 1200 1100
  # With 9 boots, those next to the lowest and highest enclose the median with 96 %.
  boots 02 6.6.5-amd64 recovery p99 1 100 200 300 400 500 600 700 9999
  boots 03 7.3-amd64 cost 'round trip' 1
  draw table
  expect_line stdout '| p99 | 1,000 (900 to 1,200) | 1,000 (no interval) | 400 (100 to 700) | - |'
}

should_say_which_figures_are_bimodal() {
  boots 00 6.1.5-amd64 recovery p99 100 501 101 500 502
  # One boot alone is no group, and groups of less than 0.5 % are none.
  boots 01 6.5.5-amd64 recovery p99 100 101 102 103 900
  boots 02 6.6.5-amd64 recovery p99 10000 10000 10001 10040 10040
  # A gap that is not much wider than the groups.
  boots 03 7.3-amd64 recovery p99 100 200 500 600 700
  draw table
  expect_line stdout "| p99 | 500 (100 to 502; bimodal: 100 in 2 boots, 501 in 3) | 102 (100 to 900) |$(
    ) 10,001 (10,000 to 10,040) | 500 (100 to 700) |"
  answers=''
  boots 00 6.1.5-amd64 cost 'round trip' 1000 1100 1000 1100 1000
  draw table
  expect_line stdout '| round trip | ~1,000 (bimodal: 1,000 in 3 boots, 1,100 in 2) |'
}

should_draw_a_chart_that_names_scheduler_and_compiler() {
  boots 00 6.5.5-amd64 recovery 'p99 & <1 s' 100 501 101 500 502
  boots 01 6.12.5-amd64 recovery 'p99 & <1 s' 1000
  draw chart
  python3 - "$work/stdout" <<'PYTHON' || broken 'not the chart'
import sys, xml.etree.ElementTree as tree
svg = "{http://www.w3.org/2000/svg}"
root = tree.parse(sys.argv[1]).getroot()
words = [t.text for t in root.iter(svg + "text")]
assert words[1:4] == ["500", "bimodal", "1,000"], words
assert words[4:] == ["6.5", "CFS", "gcc 12.2.0", "5 boots", "6.12", "EEVDF", "gcc 12.2.0", "1 boot"], words
assert "p99 & <1 s" in words[0], words
assert len(list(root.iter(svg + "circle"))) == 6
first, second = [float(r.get("height")) for r in root.iter(svg + "rect")][1:]
assert abs(first / second - 0.5) < 0.01, "bars do not begin at 0"
PYTHON
  draw table -v chart=kernels.svg
  expect_word stdout '](kernels.svg)'
}

should_refuse_a_page_that_is_no_markdown() {
  status=0
  "$SCTP_HOME/sctp" lab survey --page kernels.html >"$work/stdout" 2>"$work/stderr" || status=$?
  expect_status 2
  expect_word stderr '--page'
}

# A made-up lab boots the kernels, and fails at its second boot.
should_go_on_where_a_survey_was_ended() {
  local house=$work/house
  mkdir -p "$house/lab/conformance/scripts"
  ln -s "$SCTP_HOME/scripts" "$house/scripts"
  ln -s "$SCTP_HOME/sctp-userspace" "$house/sctp-userspace"
  ln -s "$SCTP_HOME/lab/survey" "$house/lab/survey"
  cat >"$house/lab/lab" <<'LAB'
#!/usr/bin/env bash
boots=${0%/*}/boots
kernel() { printf '%s\t%s\t%s\n' kernel release 6.1.5-amd64 kernel version '#1 SMP Debian 1-1 (2026-11-15)' "$@"; }
if [ "$1" = fetch ]; then
  echo "$2.5-amd64"
elif [[ $* == *' facts '* ]]; then
  echo facts >>"$boots.facts"
  kernel kernel compiler 'gcc 12.2.0' check 'a finding' yes
else
  echo boot >>"$boots"
  kernel kernel compiler 'gcc 12.2.0' cost 'round trip' "$(wc -l <"$boots")000"
  [ "$(wc -l <"$boots")" != 2 ]
fi
LAB
  cat >"$house/lab/conformance/run" <<'SCRIPTS'
#!/usr/bin/env bash
[ "$1 $2 $3 $5" = '--provider kernel --verdicts 6.1' ] || exit 2
printf '%s\t%s\n' system 'linux 6.1.5-amd64' ok right-1 ok right-2 deviates wrong-1 >"$4"
SCRIPTS
  touch "$house/lab/conformance/deviations" "$house/lab/conformance/scripts/one"
  chmod +x "$house/lab/lab" "$house/lab/conformance/run"
  survey_in "$house" --boots 2
  expect_status 1
  expect_word stderr '6.1.5-amd64-2: status 1'
  survey_in "$house" --boots 2
  expect_status 0
  expect_word stdout '| round trip | ~1,000 |' # of the first and the third boot
  survey_in "$house" --boots 1
  expect_word stdout '| round trip | ~1,000 |'
  [ "$(wc -l <"$house/lab/boots")" = 3 ] || broken 'boots were repeated'
  [ "$(wc -l <"$house/lab/boots.facts")" = 1 ] || broken 'facts were asked for again'
  expect_line stdout '| boots | 2 |'
  expect_line stdout '| a finding | yes |'
  expect_line stdout '| as the RFC says | 2 of 3 |'
  expect_line stdout '| wrong-1 | deviates |'
}

# survey_in HOUSE OPTION...: a survey of kernel 6.1 by that folder's lab.
survey_in() {
  local house=$1
  shift
  status=0
  SCTP_HOME=$house "$house/lab/survey/run" --out "$house/answers" "$@" 6.1 >"$work/stdout" 2>"$work/stderr" || status=$?
}
