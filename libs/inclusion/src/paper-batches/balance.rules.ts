/** One of a hundred: beyond, too many forms went astray for the rest to be believed. */
export const MOST_MISSING_PERCENT = 1

/** Sheets of a kit at a centre. */
export interface Custody {
  /** That came to the centre. */
  issued: number
  /** Handed in, in their envelopes. */
  returned: number
  /** Torn, stained, begun again. */
  spoiled: number
  /** On the shelf, or taken home and not handed in yet. */
  unused: number
  missing: number
}

/** What is left over: positive, so many sheets are nowhere; negative, there are more of them than came. */
export const gapOf = ({ issued, returned, spoiled, unused, missing }: Custody): number => issued - returned - spoiled - unused - missing

/** Why batches of this centre are not counted; null: its sheets balance. */
export function custodyRefusal(custody: Custody): 'paper-day.unbalanced' | 'paper-day.too-many-missing' | null {
  if (gapOf(custody) !== 0) return 'paper-day.unbalanced'
  return custody.missing * 100 > custody.issued * MOST_MISSING_PERCENT ? 'paper-day.too-many-missing' : null
}

/** A batch, in envelopes and forms. */
export interface BatchFigures {
  /** Envelopes by the slip, and as they were found; null: not all entered yet. */
  slip: number
  found: number | null
  taken: number
  setAside: number
  forms: number
  /** Envelopes with nothing inside. */
  absent: number
}

/** Why a batch does not balance within itself; null: every envelope has its form, or its reason. */
export function batchRefusal({ found, taken, setAside, forms, absent }: BatchFigures): 'paper-batch.envelopes-differ' | 'paper-batch.forms-differ' | null {
  if (found === null || found !== taken + setAside) return 'paper-batch.envelopes-differ'
  return taken === forms + absent ? null : 'paper-batch.forms-differ'
}
