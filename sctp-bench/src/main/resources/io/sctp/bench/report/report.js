'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const { runs } = data;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const COLOURS = ['#1f77d0', '#e07b00', '#2b9348', '#b5179e', '#7a5cff', '#c0392b', '#00838f', '#8d6e63'];
  const CURVE_STYLES = { MAIN: { width: 2 }, SERVICE: { width: 1, type: 'dashed' }, PART: { width: 0.8, opacity: 0.45 } };
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

  const us = (value) => {
    if (value === null || value === undefined) return '–';
    if (value >= 1e6) return (value / 1e6).toPrecision(3) + ' s';
    if (value >= 1e4) return (value / 1e3).toPrecision(3) + ' ms';
    return (value >= 100 ? value.toFixed(0) : value.toFixed(1)) + ' µs';
  };
  const nanos = (value) => us(value === null || value === undefined ? null : value / 1e3);
  const number = (value, digits = 0) => (value === null || value === undefined
    ? '–' : value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits }));
  const percentile = (above) => (above < 10 ? (100 - 100 / above).toFixed(0)
    : (100 - 100 / above).toFixed(Math.max(0, Math.round(Math.log10(above)) - 2))) + ' %';

  const table = (target, head, rows) => {
    target.replaceChildren(
      element('thead', {}, element('tr', {}, ...head.map((cell) => element('th', {}, cell)))),
      element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((cell) => (
        cell instanceof Node ? cell : element('td', {}, cell)))))));
  };

  const notes = () => {
    document.title = data.title;
    byId('title').textContent = data.title;
    byId('subtitle').textContent = data.subtitle;
    data.notes.forEach(({ text, bad }) => byId('notes').append(element('div', { class: bad ? 'note bad' : 'note' }, text)));
  };

  /** Tables that only some reports have. */
  const tables = () => data.tables.forEach(({ title, hint, head, rows }) => {
    const target = element('table', { class: 'wide' });
    byId('tables').append(element('section', {}, element('h2', {}, title), element('p', { class: 'hint' }, hint),
      element('div', { class: 'scroll' }, target)));
    table(target, head, rows.map((row) => row.map(({ text, mood }) => (
      mood ? element('td', { class: mood }, text) : text))));
  });

  const figures = () => table(byId('figures'),
    ['run', 'kernel', 'messages', 'rate /s', 'p50', 'p90', 'p99', 'p99.9', 'max', 'service p50', 'send lag p99',
      'hiccup max', 'CPU /msg', 'alloc /msg', 'GC'],
    runs.map(({ name, result: r }) => [name, r.kernel, number(r.latency_ns.count), number(r.throughput_msgs_per_s),
      nanos(r.latency_ns.p50), nanos(r.latency_ns.p90), nanos(r.latency_ns.p99), nanos(r.latency_ns.p999),
      nanos(r.latency_ns.max), nanos(r.service_ns.p50), nanos(r.schedule_lag_ns.p99), nanos(r.hiccup_ns.max),
      nanos(r.cpu_ns_per_msg), r.alloc_bytes_per_msg === null ? '–' : number(r.alloc_bytes_per_msg, 1) + ' B',
      `${r.gc.count} in ${r.gc.pause_ms} ms`]));

  const differences = () => {
    if (runs.length < 2 || data.tables.length > 0) return;
    byId('differences-section').hidden = false;
    const metrics = [
      ['throughput', (r) => r.throughput_msgs_per_s, 1], ['p50', (r) => r.latency_ns.p50, -1],
      ['p90', (r) => r.latency_ns.p90, -1], ['p99', (r) => r.latency_ns.p99, -1],
      ['p99.9', (r) => r.latency_ns.p999, -1], ['CPU /msg', (r) => r.cpu_ns_per_msg, -1]];
    table(byId('differences'), ['run', ...metrics.map(([label]) => label)], runs.slice(1).map(({ name, result }) => [
      name, ...metrics.map(([, value, better]) => {
        const base = value(runs[0].result);
        const own = value(result);
        if (!base || own === null) return '–';
        const change = 100 * (own / base - 1);
        const kind = Math.abs(change) < 0.05 ? '' : (change * better > 0 ? 'better' : 'worse');
        return element('td', { class: kind }, (change > 0 ? '+' : '') + change.toFixed(1) + ' %');
      })]));
  };

  const axis = () => ({
    axisLine: { lineStyle: { color: css('--muted') } },
    axisLabel: { color: css('--muted'), hideOverlap: true },
    splitLine: { lineStyle: { color: css('--line') } },
    nameTextStyle: { color: css('--muted') },
  });
  const base = () => ({
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 64, right: 28, top: 44, bottom: 44 },
    legend: { type: 'scroll', top: 4, textStyle: { color: css('--text') }, pageTextStyle: { color: css('--text') } },
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

  const percentiles = () => draw(byId('percentiles'), () => ({
    ...base(),
    legend: { ...base().legend, data: data.curves.filter(({ kind }) => kind !== 'PART').map(({ name }) => name) },
    xAxis: {
      ...axis(), type: 'log', min: 1, name: 'percentile', nameLocation: 'middle', nameGap: 28,
      axisLabel: { ...axis().axisLabel, formatter: percentile },
    },
    yAxis: { ...axis(), type: 'log', axisLabel: { ...axis().axisLabel, formatter: us } },
    tooltip: { ...base().tooltip, valueFormatter: us, axisPointer: { label: { formatter: (p) => percentile(p.value) } } },
    series: data.curves.map(({ name, colour, kind, points }) => ({
      name, type: 'line', showSymbol: false, color: COLOURS[colour % COLOURS.length], lineStyle: CURVE_STYLES[kind],
      silent: kind === 'PART', z: kind === 'PART' ? 1 : 2, data: points.map(({ above, us: value }) => [above, value]),
    })),
  }));

  const overTime = ({ name, seconds, heat }) => {
    const target = byId('times');
    const panel = (title) => {
      const chart = element('div', { class: 'chart' });
      target.append(element('h3', {}, runs.length > 1 ? `${name}: ${title}` : title), chart);
      return chart;
    };
    draw(panel('latency (stronger colour: more messages)'), () => heatMap(heat));
    draw(panel('throughput, latency, hiccups of the platform'), () => timeLine(seconds));
  };

  const heatMap = ({ times, edges, cells }) => ({
    ...base(),
    grid: { left: 64, right: 20, top: 12, bottom: 44 },
    legend: { show: false },
    tooltip: {
      ...base().tooltip, trigger: 'item',
      formatter: ({ value: [t, latency, count] }) => (
        `${times[t].toFixed(1)} s, ${us(edges[latency])} and more: ${Math.round(10 ** count)} messages`),
    },
    xAxis: {
      ...axis(), type: 'category', data: times.map((t) => t.toFixed(0)), name: 'seconds', nameLocation: 'middle',
      nameGap: 28,
    },
    yAxis: {
      ...axis(), type: 'category', data: edges.map(us),
      axisLabel: { ...axis().axisLabel, interval: Math.ceil(edges.length / 12) - 1 },
    },
    visualMap: {
      show: false, min: 0, max: Math.max(...cells.map(([, , count]) => Math.log10(count)), 1),
      inRange: {
        color: dark.matches ? ['#1b2836', '#1f4e79', '#2f81d6', '#8cc8ff', '#f2f8ff']
          : ['#e8f1fb', '#a9cdf0', '#559bdd', '#1f5fa8', '#0b2a52'],
      },
    },
    series: [{ type: 'heatmap', data: cells.map(([t, latency, count]) => [t, latency, Math.log10(count)]) }],
  });

  const timeLine = (seconds) => {
    const line = (name, value, yAxisIndex, style = {}) => ({
      name, type: 'line', showSymbol: seconds.length < 3, yAxisIndex, data: seconds.map((s) => [s.t, value(s)]), ...style,
    });
    return {
      ...base(),
      grid: { left: 64, right: 64, top: 44, bottom: 44 },
      xAxis: { ...axis(), type: 'value', name: 'seconds', nameLocation: 'middle', nameGap: 28 },
      yAxis: [
        { ...axis(), type: 'log', axisLabel: { ...axis().axisLabel, formatter: us } },
        { ...axis(), type: 'value', name: '/s', splitLine: { show: false } },
      ],
      series: [
        line('p50', (s) => s.p50, 0), line('p99', (s) => s.p99, 0), line('max', (s) => s.max, 0),
        line('hiccup max', (s) => Math.max(s.hiccup, 0.1), 0, { lineStyle: { type: 'dashed' } }),
        line('messages/s', (s) => s.rate, 1, { lineStyle: { width: 1 }, areaStyle: { opacity: 0.08 } }),
      ],
    };
  };

  /** Small charts by hand: one library instance for each of 64 streams would make the page slow. */
  const streams = ({ name, result, streams: lines }) => {
    byId('streams-section').hidden = false;
    const target = element('div', { class: 'streams' });
    if (timed.length > 1) byId('streams').append(element('h3', {}, name));
    byId('streams').append(target);
    const values = lines.flatMap(({ points }) => points.flatMap((p) => (p.p50 === null ? [p.max] : [p.max, p.p50])));
    const top = Math.log10(Math.max(...values, 1));
    const bottom = Math.log10(Math.max(0.1, Math.min(...values)));
    const y = (value) => 46 - 44 * (Math.log10(Math.max(value, 0.1)) - bottom) / Math.max(top - bottom, 0.1);
    lines.forEach(({ stream, points }) => {
      const x = (i) => (points.length === 1 ? i * 100 : 100 * i / (points.length - 1));
      const shown = points.length === 1 ? [points[0], points[0]] : points;
      // A line ends where there is no value, and begins anew after that.
      const path = (value) => shown.map((p, i) => (value(p) === null ? ''
        : `${i && value(shown[i - 1]) !== null ? 'L' : 'M'}${x(i).toFixed(2)} ${y(value(p)).toFixed(2)}`)).join('');
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      svg.setAttribute('viewBox', '0 0 100 48');
      svg.setAttribute('preserveAspectRatio', 'none');
      svg.setAttribute('role', 'img');
      svg.setAttribute('aria-label', `stream ${stream} over time`);
      [['max', `${path((p) => p.max)}L100 48L0 48Z`], ['median', path((p) => p.p50)]].forEach(([kind, d]) => {
        const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
        shape.setAttribute('class', kind);
        shape.setAttribute('d', d);
        svg.append(shape);
      });
      target.append(element('div', { class: 'stream', title: name },
        element('div', { class: 'label' }, element('span', {}, `stream ${stream}`),
          element('span', {}, nanos((result.per_stream.find((s) => s.stream === stream) || {}).p50))), svg));
    });
  };

  const environment = () => {
    const row = (label, value) => [label, ...runs.map(({ result }) => value(result))];
    const map = (values) => Object.entries(values).map(([name, value]) => `${name} = ${value}`).join(', ') || '–';
    table(byId('environment'), ['', ...runs.map(({ name }) => name)], [
      row('command', (r) => 'sctp ' + r.command_line.join(' ')),
      row('load', (r) => `${r.mode}, ${r.associations} × ${r.streams} streams, ${r.size} bytes, ${r.arrival} `
        + `${r.intended_rate === null ? '' : number(r.intended_rate) + '/s'}, seed ${r.seed}`),
      row('messages', (r) => `${r.sent} sent, ${r.received} received, ${r.lost} lost, ${r.duplicated} duplicated, `
        + `${r.misordered} misordered, ${r.corrupted} corrupted`),
      row('kernel', (r) => `${r.kernel}, clock ${r.clock}`),
      row('processor', (r) => `${r.environment.cpus} × ${r.environment.cpu_model} (${r.environment.arch})`),
      row('JDK', (r) => r.environment.jdk),
      row('JVM flags', (r) => r.environment.jvm_flags.join(' ') || '–'),
      row('settings', (r) => map(r.environment.sysctls)),
      row('SCTP counters', (r) => map(r.snmp)),
    ]);
  };

  const timed = runs.filter((run) => run.heat !== null && run.heat.cells.length > 0);
  notes();
  tables();
  figures();
  differences();
  percentiles();
  if (timed.length > 0) {
    byId('time-section').hidden = false;
    timed.forEach(overTime);
    timed.filter((run) => run.streams.length > 0).forEach(streams);
  }
  environment();
  addEventListener('resize', () => charts.forEach(({ chart }) => chart.resize()));
  dark.addEventListener('change', () => charts.forEach(({ chart, option }) => chart.setOption(option(), true)));
})();
