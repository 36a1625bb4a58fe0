// Figures of several rounds, and the one table they end in.

export function median(figures) {
  const sorted = figures.filter((figure) => figure !== undefined).sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export const spread = (figures) => [Math.min(...figures), Math.max(...figures)]

export const verdictOf = (held) => ({ held, verdict: held ? 'held' : 'failed' })

const round = (number) => (number >= 100 ? number.toFixed(0) : number.toFixed(1))
const withUnit = (number, unit) => `${round(number)} ${unit}`

function figureOf({ perSecond, milliseconds, megabytes }) {
  if (perSecond !== undefined) return `${round(perSecond)} /s`
  return milliseconds === undefined ? withUnit(megabytes, 'MB') : withUnit(milliseconds, 'ms')
}

const columns = [
  ['id', ({ id }) => id],
  ['verdict', ({ verdict }) => verdict],
  ['measure', ({ what }) => what],
  ['figure', figureOf],
  ['p50 / p99', ({ p50, p99 }) => (p50 === undefined ? '' : `${round(p50)} / ${round(p99)} ms`)],
  ['against', ({ against, ceiling, milliseconds }) => (against ? `${against}, ${milliseconds === undefined ? `${round(ceiling)} /s` : withUnit(ceiling, 'ms')}` : '')],
  ['ratio (rounds)', ({ ratio, ratios, unit }) => (ratios ? `${withUnit(ratio, unit)} (${spread(ratios).map(round).join('–')})` : '')],
  ['target', ({ target, aim, atMost, unit }) => `${atMost ? '≤' : '≥'} ${target}${aim ? ` (${aim})` : ''} ${unit}`],
]

/** A table that stands as it is in Markdown. */
export function printTable({ date, node, postgres, processors, memoryGB, rounds, seconds, connections, load, data, bytes }, results, print) {
  print(`${date}: ${processors} processors, ${memoryGB} GB, Node ${node}, PostgreSQL ${postgres}; ${rounds} rounds of ${seconds} s, ${connections} at once; load at the end ${load.toFixed(1)}`)
  print(`data: ${Object.entries(data).map(([name, size]) => `${size} ${name}`).join(', ')}; bytes: ${Object.entries(bytes).map(([name, size]) => `${name} ${size}`).join(', ')}\n`)
  const rows = [columns.map(([name]) => name), ...results.map((result) => columns.map(([, of]) => of(result)))]
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  print([line(rows[0]), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.slice(1).map(line)].join('\n'))
  print('')
}
