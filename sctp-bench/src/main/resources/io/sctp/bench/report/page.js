'use strict';
// What the scripts of all pages have in common.

const dark = matchMedia('(prefers-color-scheme: dark)');
const COLOURS = ['#1f77d0', '#e07b00', '#2b9348', '#b5179e', '#7a5cff', '#c0392b', '#00838f', '#8d6e63'];
const charts = [];

const byId = (id) => document.getElementById(id);
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** An element with text or children; text is never read as HTML. */
const element = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  Object.entries(attributes || {}).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children.map((child) => (child instanceof Node ? child : String(child))));
  return made;
};

/** The units of times, the largest first. By the instruction clock a microsecond is a thousand instructions, and no time. */
const timeUnits = (icount) => (icount ? [['G ins', 1e6], ['M ins', 1e3], ['k ins', 1], ['ins', 1e-3]]
  : [['s', 1e6], ['ms', 1e3], ['µs', 1], ['ns', 1e-3]]);
const RATES = [['M/s', 1e6], ['k/s', 1e3], ['/s', 1]];

/** Three digits. */
const digits = (value) => {
  const size = Math.abs(value);
  return size >= 99.95 ? value.toFixed(0) : size >= 9.995 ? value.toFixed(1) : size >= 0.9995 ? value.toFixed(2)
    : String(Number(value.toPrecision(3)));
};
/** The unit in which the largest of some values has at most three digits before the point. */
const unitOf = (units, values) => {
  const known = values.filter((value) => value !== null && value !== undefined);
  const largest = known.length ? Math.max(...known.map(Math.abs)) : 1;
  return units.find(([, size]) => largest >= size) || units[units.length - 1];
};
const inUnit = ([, size], value) => (value === null || value === undefined ? '–' : digits(value / size));

const number = (value, digits = 0) => (value === null || value === undefined
  ? '–' : value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits }));

/** On a phone each row stands by itself, and each cell says what it is. */
const table = (target, head, rows) => {
  target.replaceChildren(
    element('thead', {}, element('tr', {}, ...head.map((cell) => element('th', {}, cell)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((cell, i) => {
      const made = cell instanceof Node ? cell : element('td', {}, cell);
      made.setAttribute('data-label', head[i]);
      return made;
    })))));
};

const colour = (n) => COLOURS[n % COLOURS.length];

const axis = () => ({
  axisLine: { lineStyle: { color: css('--muted') } },
  axisLabel: { color: css('--muted'), hideOverlap: true },
  splitLine: { lineStyle: { color: css('--line') } },
  nameTextStyle: { color: css('--muted') },
  nameLocation: 'middle',
});
const baseOption = (left) => ({
  animation: false,
  color: COLOURS,
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
  grid: { left, right: 28, top: 16, bottom: 44 },
  legend: { show: false },
  tooltip: {
    trigger: 'axis', confine: true, backgroundColor: css('--panel'), borderColor: css('--line'),
    textStyle: { color: css('--text') },
  },
});

/** Draws a chart, and again whenever the page turns dark or light. */
const draw = (target, option) => {
  const chart = echarts.init(target);
  charts.push({ chart, option });
  chart.setOption(option());
};

/** A legend that hides nothing: it is as high as it needs to be. */
const legend = (target, items) => items.forEach(([name, stroke, dashed]) => target.append(
  element('span', {}, element('i', { class: dashed ? 'dashed' : '', style: `border-color: ${stroke}` }), name)));

addEventListener('resize', () => charts.forEach(({ chart }) => chart.resize()));
// Paper is narrower than most windows.
addEventListener('beforeprint', () => charts.forEach(({ chart }) => chart.resize({ width: 680 })));
addEventListener('afterprint', () => charts.forEach(({ chart }) => chart.resize({ width: 'auto' })));
dark.addEventListener('change', () => charts.forEach(({ chart, option }) => chart.setOption(option(), true)));
