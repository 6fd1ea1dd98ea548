'use strict';
(() => {
  const data = JSON.parse(byId('data').textContent);
  const { series } = data;

  const isRate = (line) => line.metric === 'throughput';
  const unitsOf = (line) => (isRate(line) ? RATES : timeUnits(line.clock === 'icount'));
  /** Latencies come in nanoseconds. */
  const scaled = (line, value) => (isRate(line) ? value : value / 1e3);
  const show = (line, value) => {
    const unit = unitOf(unitsOf(line), [scaled(line, value)]);
    return `${(scaled(line, value) / unit[1]).toPrecision(4)} ${unit[0]}`;
  };
  const percent = (part) => `${part < 0 ? '−' : '+'}${Math.abs(100 * part).toFixed(1)} %`;
  const day = (night) => night.slice(0, 10);
  const nameOf = ({ load, kernel, label }) => `${load} on ${kernel}${label === null ? '' : `, ${label}`}`;
  const mood = ({ kind }) => ({ WORSE: 'worse', BETTER: 'better', SMALL: '' })[kind];

  const verdict = () => {
    const alarms = series.some(({ changes }) => changes.some(({ alarm }) => alarm));
    byId('verdict').textContent = data.verdict;
    byId('verdict').className = alarms ? 'bad' : 'good';
    document.title = `${data.verdict.split(/[: ](?=\d|in )/)[0]}: SCTP over time`;
    const nights = series.flatMap((line) => line.nights.map(({ night }) => night)).sort();
    const counted = series.some(({ clock }) => clock === 'icount')
      ? ' Of the clock icount: instructions, not time.' : '';
    byId('subtitle').textContent = nights.length
      ? `${day(nights[0])} to ${day(nights[nights.length - 1])}.${counted}` : 'No nights.';
  };

  const changes = () => {
    const all = series.flatMap((line) => line.changes.map((change) => ({ line, change })))
      .sort((a, b) => b.change.night.localeCompare(a.change.night));
    byId('changes-section').hidden = all.length === 0;
    table(byId('changes'), ['first night', 'line', 'metric', 'before', 'after', 'change', 'between the two nights'],
      all.map(({ line, change }) => [day(change.night), nameOf(line), line.metric, show(line, change.before), show(line, change.after),
        element('td', { class: mood(change) }, percent(change.change) + (change.alarm ? ', alarm' : '')),
        change.suspects.join('; ') || 'nothing recorded']));
  };

  /** Lines of one load and metric share a chart; what they do not share is a load of its own. */
  const byChart = () => {
    const found = new Map();
    series.forEach((line) => {
      const load = JSON.stringify([line.load, line.parameters, line.provider, line.clock, line.label, line.machine]);
      if (!found.has(load)) found.set(load, new Map());
      const metrics = found.get(load);
      metrics.set(line.metric, [...(metrics.get(line.metric) || []), line]);
    });
    return found;
  };

  const kernels = [...new Set(series.map(({ kernel }) => kernel))];
  const colourOf = ({ kernel }) => colour(kernels.indexOf(kernel));

  /** Nothing looks large that is below two percent. */
  const range = (lines) => {
    const values = lines.flatMap((line) => line.nights.map(({ value }) => scaled(line, value)));
    const low = Math.min(...values);
    const high = Math.max(...values);
    const room = Math.max((high - low) / 10, 0.01 * high);
    return { min: Math.max(0, low - room), max: high + room };
  };

  const tooltip = (lines) => (points) => element('div', {}, ...points.flatMap(({ seriesIndex, dataIndex }) => {
    const line = lines[seriesIndex];
    const night = line.nights[dataIndex];
    const spread = night.runs > 1 ? ` (${show(line, night.low)} to ${show(line, night.high)} in ${night.runs} boots)` : '';
    return [element('div', {}, `${day(night.night)}, ${line.kernel}: ${show(line, night.value)}${spread}`),
      element('div', { class: 'hint' }, `${night.release}${night.commit === null ? '' : `, commit ${night.commit}`}`)];
  }));

  /** A dotted line where a kernel's line changes. */
  const marks = (line) => ({
    silent: true,
    symbol: 'none',
    data: line.changes.map((change) => ({
      xAxis: Date.parse(change.night),
      label: { formatter: percent(change.change), color: css('--text'), position: 'insideEndTop' },
      lineStyle: { type: 'dotted', width: change.alarm ? 3 : 1.5, color: css({ WORSE: '--bad', BETTER: '--good', SMALL: '--muted' }[change.kind]) },
    })),
  });

  const chart = (lines) => {
    const unit = unitOf(unitsOf(lines[0]), lines.flatMap((line) => line.nights.map(({ value }) => scaled(line, value))));
    const { min, max } = range(lines);
    const label = (value) => (value / unit[1]).toPrecision(4);
    return {
      ...baseOption(72),
      tooltip: { ...baseOption(72).tooltip, formatter: tooltip(lines) },
      xAxis: { ...axis(), type: 'time' },
      yAxis: {
        ...axis(), type: 'value', min, max, name: unit[0], nameGap: 54,
        axisLabel: { ...axis().axisLabel, formatter: label, showMinLabel: false, showMaxLabel: false },
      },
      series: lines.map((line) => ({
        name: line.kernel, type: 'line', symbolSize: 4, color: colourOf(line), markLine: marks(line),
        data: line.nights.map(({ night, value }) => [Date.parse(night), scaled(line, value)]),
      })),
    };
  };

  const loads = () => byChart().forEach((metrics) => {
    const [first] = metrics.values().next().value;
    const section = element('section', {}, element('h2', {}, first.label === null ? first.load : `${first.load}, ${first.label}`),
      element('p', { class: 'hint' },
        `${first.parameters}, over ${first.provider}, clock ${first.clock}${first.machine === null ? '' : `, ${first.machine}`}`));
    byId('loads').append(section);
    metrics.forEach((lines, metric) => {
      const names = element('div', { class: 'legend' });
      const target = element('div', { class: 'chart' });
      section.append(element('h3', {}, metric), names, target);
      legend(names, lines.map((line) => [line.kernel, colourOf(line), false]));
      draw(target, () => chart(lines));
    });
  });

  const lines = () => {
    byId('lines-summary').textContent = `All ${series.length} lines, with their last night`;
    byId('lines-details').open = series.length <= 12;
    table(byId('lines'), ['line', 'metric', 'nights', 'last night', 'value', 'changes'], series.map((line) => {
      const last = line.nights[line.nights.length - 1];
      return [nameOf(line), line.metric, line.nights.length, day(last.night), show(line, last.value), line.changes.length];
    }));
  };

  verdict();
  changes();
  loads();
  lines();
})();
