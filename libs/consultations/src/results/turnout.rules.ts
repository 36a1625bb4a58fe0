import { CHANNELS, type Channel } from '../ballots/precedence.rules'
import { suppressOneWay, type Shown } from './small-cells.rules'

/** How many took part, as the sealed roll says: kept whole for staff, never published whole. */
export interface TurnoutCell {
  channel: Channel
  /** INSEE code; null where the roll holds none. */
  municipalityCode: string | null
  count: number
}

export interface PublicTurnout {
  /** Null when fewer than the threshold took part at all. */
  total: Shown
  channels: { channel: Channel, count: Shown }[]
  /** Every commune in scope, in the order given; those outside or unknown together under null. */
  municipalities: { code: string | null, count: Shown }[]
}

export const countBy = <K>(cells: readonly TurnoutCell[], key: (cell: TurnoutCell) => K): Map<K, number> =>
  cells.reduce((counts, cell) => counts.set(key(cell), (counts.get(key(cell)) ?? 0) + cell.count), new Map<K, number>())

/**
 * What may be published: two tables with one total, each with its small counts hidden so that subtraction gives none.
 * A commune in scope where nobody took part is a small count like another; a roll without communes has no such table.
 */
export function publicTurnout(cells: readonly TurnoutCell[], communes: readonly string[]): PublicTurnout {
  const byChannel = countBy(cells, ({ channel }) => channel)
  const channels = CHANNELS.filter((channel) => byChannel.has(channel))
  const byChannelShown = suppressOneWay(channels.map((channel) => byChannel.get(channel) ?? 0))

  const inScope = new Set(communes)
  const byCommune = countBy(cells, ({ municipalityCode }) => (municipalityCode !== null && inScope.has(municipalityCode) ? municipalityCode : null))
  const known = [...byCommune.keys()].some((code) => code !== null)
  const codes = known ? [...communes, ...(byCommune.has(null) ? [null] : [])] : []
  const byCommuneShown = suppressOneWay(codes.map((code) => byCommune.get(code) ?? 0))
  return {
    total: byChannelShown.total,
    channels: channels.map((channel, index) => ({ channel, count: byChannelShown.cells[index] ?? null })),
    municipalities: codes.map((code, index) => ({ code, count: byCommuneShown.cells[index] ?? null })),
  }
}
