import fc from 'fast-check'
import { formatPass, kioskState, mayCancel, parsePass, PASS_LENGTH, passOf, type KioskFacts, type KioskState } from './kiosks.rules'

describe('a pass', () => {
  const passes = fc.uint8Array({ minLength: PASS_LENGTH, maxLength: PASS_LENGTH }).map(passOf)

  it('is eight characters that nobody takes for others, read back as people write them', () => {
    fc.assert(fc.property(passes, (code) => {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
      for (const typed of [code, formatPass(code), formatPass(code).toLowerCase(), ` ${code.slice(0, 2)} ${code.slice(2)} `, code.replace(/0/g, 'o').replace(/1/g, 'l'), code.replace(/1/g, 'I').replace(/V/g, 'u')]) expect(parsePass(typed)).toBe(code)
    }))
  })

  it('draws every character as often as another', () => {
    const drawn = new Map<string, number>()
    for (let byte = 0; byte < 256; byte++) for (const character of passOf(new Uint8Array(PASS_LENGTH).fill(byte))) drawn.set(character, (drawn.get(character) ?? 0) + 1)
    expect(new Set(drawn.values())).toEqual(new Set([64]))
  })

  it('is nothing else', () => {
    for (const typed of ['', 'K7QM', 'K7QM-2D9', 'K7QM-2D9X4', 'K7QM-2D9?', '🙂'.repeat(8), 'K7QM-2D9X-4TRW']) expect(parsePass(typed)).toBeNull()
  })

  it.each([['issued', true], ['in-use', true], ['finished', false], ['expired', false], ['cancelled', false]] as const)('that is %s can be taken back: %s', (state, may) => expect(mayCancel(state)).toBe(may))
})

describe('what a desk sees of a kiosk', () => {
  const free: KioskFacts = { enrolled: true, withdrawn: false, codeGood: false, session: false, minutesSilent: 0 }
  it.each<[string, Partial<KioskFacts>, KioskState]>([
    ['heard just now', {}, 'free'],
    ['heard four minutes ago', { minutesSilent: 4 }, 'free'],
    ['silent for five minutes', { minutesSilent: 5 }, 'away'],
    ['never heard', { minutesSilent: null }, 'away'],
    ['somebody is there', { session: true }, 'in-use'],
    ['somebody is there, and it is slow', { session: true, minutesSilent: 20 }, 'in-use'],
    ['its code was not typed yet', { enrolled: false, codeGood: true, minutesSilent: null }, 'waiting'],
    ['its code was never typed', { enrolled: false, minutesSilent: null }, 'out'],
    ['withdrawn', { withdrawn: true }, 'out'],
    ['withdrawn with somebody at it', { withdrawn: true, session: true }, 'out'],
  ])('%s', (_what, change, state) => expect(kioskState({ ...free, ...change })).toBe(state))
})
