/** La Poste's own establishments (SIREN 356 000 000) are the one exception: their digits add up to a multiple of five. */
const LA_POSTE = '356000000'

/** Whether fourteen digits are a SIRET: Luhn's sum, the nine of the company and the fourteen of the establishment. */
export function isSiret(siret: string): boolean {
  if (!/^\d{14}$/.test(siret) || /^0+$/.test(siret)) return false
  if (siret.startsWith(LA_POSTE) && [...siret].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0) return true
  return luhn(siret) && luhn(siret.slice(0, 9))
}

function luhn(digits: string): boolean {
  let sum = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}
