/** An exact quotient of two whole numbers, never negative; `bottom` 0 means "more than any number" (or zero, when `top` is 0 too). */
export interface Fraction {
  readonly top: number
  readonly bottom: number
}

export function fraction(top: number, bottom = 1): Fraction {
  return top === 0 ? { top: 0, bottom: 1 } : { top, bottom }
}

/** Negative when a < b, 0 when equal, positive when a > b. By cross multiplication in whole numbers: no float decides. */
export function compareFractions(a: Fraction, b: Fraction): number {
  if (a.bottom === b.bottom) return a.bottom === 0 ? 0 : a.top - b.top
  const left = a.top * b.bottom
  const right = b.top * a.bottom
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right
  const difference = BigInt(a.top) * BigInt(b.bottom) - BigInt(b.top) * BigInt(a.bottom)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** An exact quotient of two whole numbers of any size; `bottom` above 0. Not reduced. */
export interface Exact {
  readonly top: bigint
  readonly bottom: bigint
}

export function exact(top: number | bigint, bottom: number | bigint = 1n): Exact {
  return { top: BigInt(top), bottom: BigInt(bottom) }
}

/** Negative when a < b, 0 when equal, positive when a > b. */
export function compareExact(a: Exact, b: Exact): number {
  const difference = a.top * b.bottom - b.top * a.bottom
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function lessExact(a: Exact, b: Exact): Exact {
  return { top: a.top * b.bottom - b.top * a.bottom, bottom: a.bottom * b.bottom }
}

/** The nearest floating-point number or one beside it: to sort by, never to decide. */
export function approximate({ top, bottom }: Exact): number {
  if (top < 0n) return -approximate({ top: -top, bottom })
  const shift = bottom.toString(16).length * 4 - top.toString(16).length * 4 + 64
  const scaled = shift > 0 ? (top << BigInt(shift)) / bottom : top / (bottom << BigInt(-shift))
  return Number(scaled) * 2 ** -shift
}

/** In decimals, rounded down to six digits, without idle zeros: "12.5". */
export function inDecimals({ top, bottom }: Exact): string {
  const millionths = (top * 1_000_000n) / bottom
  const sign = millionths < 0n ? '-' : ''
  const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(7, '0')
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '')
}
