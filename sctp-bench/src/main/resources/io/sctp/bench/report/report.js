'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const { runs } = data;
  const CURVE_STYLES = { MAIN: { width: 2 }, SERVICE: { width: 1, type: 'dashed' }, PART: { width: 0.8, opacity: 0.45 } };
  /** By the instruction clock a microsecond is a thousand instructions, and no time. */
  const icount = runs.some(({ result }) => result.clock === 'icount');
  const TIMES = timeUnits(icount);
  const LEFT = icount ? 98 : 84;
  const GAP = icount ? 80 : 66;
  const LATENCY = icount ? 'latency in instructions' : 'latency';
  const base = () => baseOption(LEFT);

  const us = (value) => {
    if (value === null || value === undefined) return '–';
    const unit = unitOf(TIMES, [value]);
    return `${digits(value / unit[1])} ${unit[0]}`;
  };
  const nanos = (value) => us(value === null || value === undefined ? null : value / 1e3);
  const percentile = (above) => (above < 10 ? (100 - 100 / above).toFixed(0)
    : (100 - 100 / above).toFixed(Math.max(0, Math.round(Math.log10(above)) - 2))) + ' %';

  const notes = () => {
    byId('verdict').textContent = data.verdict.text;
    byId('verdict').className = data.verdict.mood;
    document.title = `${data.verdict.text.split(':')[0]}: ${data.title}`;
    byId('title').textContent = data.title;
    byId('subtitle').textContent = data.subtitle;
    data.notes.forEach(({ text, bad }) => byId('notes').append(element('div', { class: bad ? 'note bad' : 'note' }, text)));
  };

  /** What one wants to know first, one card for each group. */
  const groups = () => data.groups.forEach((g) => {
    const card = (label, value, unit, spread, bad) => element('div', { class: bad ? 'card bad' : 'card' },
      element('div', { class: 'label' }, label),
      element('div', { class: 'value' }, value, unit ? element('small', {}, ` ${unit}`) : ''),
      spread ? element('div', { class: 'spread' }, spread) : '');
    const figure = (label, f, units) => {
      if (f === null) return card(label, '–', '', 'too few messages');
      const unit = unitOf(units, [f.value]);
      return card(label, inUnit(unit, f.value), unit[0],
        g.runs > 1 ? `${inUnit(unit, f.low)} to ${inUnit(unit, f.high)}` : '');
    };
    byId('groups').append(element('div', { class: 'group', style: `border-top-color: ${colour(g.colour)}` },
      element('h3', {}, g.runs > 1 ? `${g.name}, ${g.runs} runs` : g.name),
      element('div', { class: 'cards' },
        figure('rate', g.rate, RATES), figure('p50', g.p50, TIMES), figure('p99', g.p99, TIMES),
        figure('p99.9', g.p999, TIMES), card('lost', number(g.lost), '', '', g.lost > 0),
        card('valid', g.runs > 1 ? `${g.valid} of ${g.runs}` : g.valid ? 'yes' : 'no', '', '', g.valid < g.runs)),
      element('p', { class: 'on' }, g.on)));
  });

  /** Tables that only some reports have. */
  const tables = () => data.tables.forEach(({ title, hint, head, rows }) => {
    const target = element('table', { class: 'wide' });
    byId('tables').append(element('section', {}, element('h2', {}, title), element('p', { class: 'hint' }, hint), target));
    table(target, head, rows.map((row) => row.map(({ text, mood }) => (
      mood ? element('td', { class: mood }, text) : text))));
  });

  /** A row for each run; one unit for each column. */
  const list = () => {
    byId('runs-summary').textContent = runs.length === 1 ? 'One run' : `All ${runs.length} runs`;
    byId('runs-details').open = runs.length <= 12;
    const column = (label, units, value) => {
      const unit = unitOf(units, runs.map(({ result }) => value(result)));
      return [`${label} ${unit[0]}`, (result) => inUnit(unit, value(result))];
    };
    const micros = (value) => (value === null ? null : value / 1e3);
    const columns = [column('rate', RATES, (r) => r.throughput_msgs_per_s),
      column('p50', TIMES, (r) => micros(r.latency_ns.p50)), column('p99', TIMES, (r) => micros(r.latency_ns.p99)),
      column('p99.9', TIMES, (r) => micros(r.latency_ns.p999)), ['lost', (r) => number(r.lost)],
      ['verdict', (r) => (r.verdict || '').split(/[: ]/)[0].toLowerCase()]];
    table(byId('runs'), ['run', ...columns.map(([label]) => label)],
      runs.map(({ name, result }) => [name, ...columns.map(([, value]) => value(result))]));
  };

  /** The rest of the figures of a few runs, three columns at a time, which fit a phone. */
  const figures = () => {
    const rows = [['messages', (r) => number(r.latency_ns.count)], ['sent /s', (r) => number(r.achieved_rate)],
      ['p90', (r) => nanos(r.latency_ns.p90)], ['max', (r) => nanos(r.latency_ns.max)],
      ['service p50', (r) => nanos(r.service_ns.p50)], ['send lag p99', (r) => nanos(r.schedule_lag_ns.p99)],
      ['hiccup p99', (r) => nanos(r.hiccup_ns.p99)], ['hiccup max', (r) => nanos(r.hiccup_ns.max)],
      ['CPU /msg', (r) => nanos(r.cpu_ns_per_msg)],
      ['alloc /msg', (r) => (r.alloc_bytes_per_msg === null ? '–' : `${digits(r.alloc_bytes_per_msg)} B`)],
      ['GC', (r) => `${r.gc.count} in ${r.gc.pause_ms} ms`]];
    const shown = runs.slice(0, 12);
    for (let i = 0; i < shown.length; i += 3) {
      const part = shown.slice(i, i + 3);
      const target = element('table', { class: 'figures' });
      byId('figures').append(target);
      table(target, ['', ...part.map(({ name }) => name)],
        rows.map(([label, value]) => [label, ...part.map(({ result }) => value(result))]));
    }
    byId('figures-details').open = runs.length <= 6;
    byId('figures-summary').textContent = shown.length < runs.length
      ? `Of the first ${shown.length} of ${runs.length} runs` : 'Of each run';
  };

  /** The latency of each type of messages, of runs with types. */
  const types = () => {
    const rows = runs.slice(0, 12).filter(({ result }) => result.target)
      .flatMap(({ name, result }) => result.target.types.map(({ type, count, p50, p99, max }) => [
        runs.length > 1 ? `${name}: ${type}` : type, number(count), nanos(p50), nanos(p99), nanos(max)]));
    if (rows.length > 0) {
      const target = element('table', { class: 'figures types' });
      byId('figures').append(target);
      table(target, ['type', 'messages', 'p50', 'p99', 'max'], rows);
    }
  };

  /** Between the least and the most of several runs. */
  const bands = () => data.curves.filter(({ kind }) => kind === 'LOW').map((low) => {
    const high = data.curves.find((curve) => curve.kind === 'HIGH' && curve.colour === low.colour);
    const corners = [...low.points, ...[...high.points].reverse()].map(({ above, us: value }) => [above, value]);
    return {
      name: `${low.name} to most`, type: 'custom', silent: true, z: 1, data: corners.length ? [corners[0]] : [],
      clip: true,
      renderItem: (params, api) => ({
        type: 'polygon', shape: { points: corners.map((corner) => api.coord(corner)) },
        style: { fill: colour(low.colour), opacity: 0.16 },
      }),
    };
  });

  const percentiles = () => {
    const lines = data.curves.filter(({ kind }) => kind !== 'LOW' && kind !== 'HIGH');
    legend(byId('percentiles-legend'), lines.filter(({ kind }) => kind !== 'PART')
      .map(({ name, colour: n, kind }) => [name, colour(n), kind === 'SERVICE']));
    draw(byId('percentiles'), () => ({
      ...base(),
      xAxis: {
        ...axis(), type: 'log', min: 1, name: 'percentile', nameGap: 28,
        axisLabel: { ...axis().axisLabel, formatter: percentile },
      },
      yAxis: { ...axis(), type: 'log', name: LATENCY, nameGap: GAP, axisLabel: { ...axis().axisLabel, formatter: us } },
      tooltip: { ...base().tooltip, valueFormatter: us, axisPointer: { label: { formatter: (p) => percentile(p.value) } } },
      series: [...lines.map(({ name, colour: n, kind, points }) => ({
        name, type: 'line', showSymbol: false, color: colour(n), lineStyle: CURVE_STYLES[kind],
        silent: kind === 'PART', z: kind === 'PART' ? 1 : 2, data: points.map(({ above, us: value }) => [above, value]),
      })), ...bands()],
    }));
  };

  const LINES = ['p50', 'p99', 'max', 'hiccup max', 'messages/s'];

  const begun = ({ faults }) => faults.filter(({ from_s: from }) => from !== null);

  /** The index of the interval, with its fraction, in which a time lies. */
  const indexOf = (ends, time) => {
    const i = ends.findIndex((end) => time < end);
    const from = i > 0 ? ends[i - 1] : 0;
    return i < 0 ? ends.length : i + Math.max(0, time - from) / (ends[i] - from);
  };

  /** An area from top to bottom for each fault; a killed peer has no end, so only its beginning shows. */
  const faultMarks = (faults, toX) => faults.map(({ fault, from_s: from, to_s: to }) => ({
    name: `fault ${fault}`, type: 'custom', silent: true, z: 3, data: [[0, 1]], clip: true, tooltip: { show: false },
    renderItem: ({ coordSys }, api) => {
      const left = toX(from, coordSys, api);
      const late = left > coordSys.x + 0.75 * coordSys.width;
      const width = Math.max(2, (to === null ? left : toX(to, coordSys, api)) - left);
      return {
        type: 'group',
        children: [
          { type: 'rect', shape: { x: left, y: coordSys.y, width, height: coordSys.height }, style: { fill: colour(5), opacity: 0.18 } },
          {
            type: 'text', x: left + (late ? -3 : 3), y: coordSys.y + 3,
            style: { text: fault, fill: colour(5), fontSize: 11, align: late ? 'right' : 'left' },
          }],
      };
    },
  }));

  const overTime = ({ name, result, seconds, heat }) => {
    const target = byId('times');
    const panel = (title) => {
      const chart = element('div', { class: 'chart' });
      target.append(element('h3', {}, runs.length > 1 ? `${name}: ${title}` : title), chart);
      return chart;
    };
    draw(panel('latency (stronger colour: more messages)'), () => heatMap(heat, begun(result)));
    const line = panel('throughput, latency, hiccups of the platform');
    const names = element('div', { class: 'legend' });
    line.before(names);
    legend(names, LINES.map((label, i) => [label, COLOURS[i], label === 'hiccup max']));
    draw(line, () => timeLine(seconds, begun(result)));
  };

  const heatMap = ({ times, edges, cells }, faults) => ({
    ...base(),
    grid: { left: LEFT, right: 20, top: 44, bottom: 44 },
    tooltip: {
      ...base().tooltip, trigger: 'item',
      formatter: ({ value: [t, latency, count] }) => (
        `${times[t].toFixed(1)} s, ${us(edges[latency])} and more: ${Math.round(10 ** count)} messages`),
    },
    xAxis: {
      ...axis(), type: 'category', data: times.map((t) => t.toFixed(0)), name: 'seconds', nameGap: 28,
    },
    yAxis: {
      ...axis(), type: 'category', data: edges.map(us), name: LATENCY, nameGap: GAP,
      axisLabel: { ...axis().axisLabel, interval: Math.ceil(edges.length / 12) - 1 },
    },
    visualMap: {
      min: 0, max: Math.max(...cells.map(([, , count]) => Math.log10(count)), 1), orient: 'horizontal', top: 4, right: 20,
      itemHeight: 90, itemWidth: 12, calculable: false, textStyle: { color: css('--muted') },
      text: [`${number(Math.max(...cells.map(([, , count]) => count)))} messages`, '1'],
      inRange: {
        color: dark.matches ? ['#1b2836', '#1f4e79', '#2f81d6', '#8cc8ff', '#f2f8ff']
          : ['#e8f1fb', '#a9cdf0', '#559bdd', '#1f5fa8', '#0b2a52'],
      },
    },
    series: [{ type: 'heatmap', data: cells.map(([t, latency, count]) => [t, latency, Math.log10(count)]) },
      ...faultMarks(faults, (time, { x, width }) => x + width * indexOf(times, time) / times.length)],
  });

  const timeLine = (seconds, faults) => {
    const line = (name, value, yAxisIndex, style = {}) => ({
      name, type: 'line', showSymbol: seconds.length < 3, yAxisIndex, data: seconds.map((s) => [s.t, value(s)]), ...style,
    });
    return {
      ...base(),
      grid: { left: LEFT, right: 72, top: 16, bottom: 44 },
      xAxis: { ...axis(), type: 'value', name: 'seconds', nameGap: 28 },
      yAxis: [
        { ...axis(), type: 'log', name: LATENCY, nameGap: GAP, axisLabel: { ...axis().axisLabel, formatter: us } },
        { ...axis(), type: 'value', name: 'messages/s', nameGap: 54, splitLine: { show: false } },
      ],
      series: [
        line('p50', (s) => s.p50, 0), line('p99', (s) => s.p99, 0), line('max', (s) => s.max, 0),
        line('hiccup max', (s) => Math.max(s.hiccup, 0.1), 0, { lineStyle: { type: 'dashed' } }),
        line('messages/s', (s) => s.rate, 1, { lineStyle: { width: 1 }, areaStyle: { opacity: 0.08 } }),
        ...faultMarks(faults, (time, coordSys, api) => api.coord([time, 1])[0]),
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
      const ends = points.map(({ t }) => t);
      // Unlike columns, points stand at the ends of intervals.
      const place = (time) => (points.length === 1 ? 100 * indexOf(ends, time)
        : 100 * Math.max(0, indexOf(ends, time) - 1) / (points.length - 1));
      begun(result).forEach(({ from_s: from, to_s: to }) => {
        const left = place(from);
        const mark = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
        mark.setAttribute('class', 'fault');
        mark.setAttribute('x', left);
        mark.setAttribute('width', Math.max(1, (to === null ? left : place(to)) - left));
        mark.setAttribute('height', 48);
        svg.append(mark);
      });
      target.append(element('div', { class: 'stream', title: name },
        element('div', { class: 'label' }, element('span', {}, `stream ${stream}`),
          element('span', {}, nanos((result.per_stream.find((s) => s.stream === stream) || {}).p50))), svg));
    });
  };

  /** Every fact once: where runs differ, with the runs that it is true of. */
  const environment = () => {
    const map = (values) => Object.entries(values).map(([name, value]) => `${name} = ${value}`).join(', ') || '–';
    const facts = [
      ['command', (r) => 'sctp ' + r.command_line.join(' ')],
      ['load', (r) => `${r.mode}, ${r.associations} × ${r.streams} streams, ${r.size} bytes, ${r.arrival} `
        + `${r.intended_rate === null ? '' : number(r.intended_rate) + '/s'}, seed ${r.seed}`],
      ['messages', (r) => `${r.sent} sent, ${r.received} received, ${r.lost} lost, ${r.duplicated} duplicated, `
        + `${r.misordered} misordered, ${r.corrupted} corrupted`],
      ['project', (r) => (r.origin ? [r.origin.version, r.origin.commit && `commit ${r.origin.commit.slice(0, 12)}${r.origin.dirty ? ', changed' : ''}`,
        r.origin.label && `label ${r.origin.label}`, r.origin.host && `on ${r.origin.host}`].filter(Boolean).join(', ') : '–')],
      ['kernel', (r) => `${r.kernel}, clock ${r.clock}${r.origin && r.origin.kernel_build ? `, ${r.origin.kernel_build}` : ''}`],
      ['processor', (r) => `${r.environment.cpus} × ${r.environment.cpu_model} (${r.environment.arch})`],
      ['JDK', (r) => r.environment.jdk],
      ['JVM flags', (r) => r.environment.jvm_flags.join(' ') || '–'],
      ['settings', (r) => map(r.environment.sysctls)],
      ['SCTP counters', (r) => map(r.snmp)],
    ];
    const names = (of) => (of.length > 3 ? `${of.slice(0, 3).join(', ')} and ${of.length - 3} more` : of.join(', '));
    table(byId('environment'), ['', runs.length > 1 ? 'where runs differ, with their names' : ''], facts.flatMap(([label, value]) => {
      const values = new Map();
      runs.forEach(({ name, result }) => {
        const text = value(result);
        values.set(text, [...(values.get(text) || []), name]);
      });
      const all = [...values.entries()];
      const rows = all.slice(0, 6).map(([text, of], i) => [i ? '\u00a0' : label, values.size > 1 ? `${text} (${names(of)})` : text]);
      return all.length > 6 ? [...rows, ['\u00a0', `and ${all.length - 6} other values`]] : rows;
    }));
  };

  const timed = runs.filter((run) => run.heat !== null && run.heat.cells.length > 0);
  notes();
  groups();
  tables();
  percentiles();
  list();
  figures();
  types();
  if (timed.length > 0) {
    byId('time-section').hidden = false;
    timed.forEach(overTime);
    timed.filter((run) => run.streams.length > 0).forEach(streams);
  }
  environment();
})();
