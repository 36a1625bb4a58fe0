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
