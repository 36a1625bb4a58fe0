import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorKey, errorSentence } from '../src/lib/errors'
import { codeGroups, dateAndHour, dateShort, dateTimeInput, hour, list, money, number, parseDateTime, percent, until } from '../src/lib/format'
import { phaseLine, type Phase } from '../src/lib/components/phase-line/phase-line'
import { readComfort, writeComfort } from '../src/lib/comfort'
import { errorAt, type Problem } from '../src/lib/problem'
import { returnPath } from '../src/lib/links'
import { inLocale } from '../src/lib/server/language'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('dates and numbers in the language of the page', () => {
  it.each([
    ['fr', 'dimanche 14 mars 2027 à 18 h', '1er juillet 2027', '18 h 30', '4 532,5', '12,3 %', '79 952 €', '12,50 €', 'Lille, Roubaix et Lens', 'encore 12 jours'],
    ['en', 'Sunday 14 March 2027 at 6 pm', '1 July 2027', '6.30 pm', '4,532.5', '12.3%', '€79,952', '€12.50', 'Lille, Roubaix and Lens', '12 days left'],
    ['nl', 'zondag 14 maart 2027 om 18 uur', '1 juli 2027', '18.30 uur', '4.532,5', '12,3%', '€ 79.952', '€ 12,50', 'Lille, Roubaix en Lens', 'nog 12 dagen'],
  ] as const)('%s: %s', (locale, moment, day, time, decimal, ratio, whole, exact, places, left) => {
    inLocale(locale, 'http://localhost', () => {
      expect(plain(dateAndHour('2027-03-14T17:00:00Z'))).toBe(moment)
      expect(plain(dateShort('2027-07-01T16:30:00Z'))).toBe(day)
      expect(plain(hour('2027-07-01T16:30:00Z'))).toBe(time)
      expect(plain(number(4532.5))).toBe(decimal)
      expect(plain(percent(0.1234))).toBe(ratio)
      expect(plain(money(79_952_00))).toBe(whole)
      expect(plain(money(12_50))).toBe(exact)
      expect(plain(money(79_952_00, 'CHF'))).toContain('CHF')
      expect(plain(money(12_50, 'HUF'))).toMatch(/12[,.]50/)
      expect(plain(list(['Lille', 'Roubaix', 'Lens']))).toBe(places)
      expect(plain(until('2027-03-14T17:00:00Z', '2027-03-02T17:00:00Z'))).toBe(left)
    })
  })

  it('is the one of each request when several are drawn at once', async () => {
    const slowly = async (locale: 'fr' | 'en' | 'nl') => {
      await new Promise(done => setTimeout(done, locale === 'fr' ? 10 : 1))
      const before = number(1234.5)
      await new Promise(done => setImmediate(done))
      return plain(`${before} ${number(1234.5)}`)
    }
    const answers = await Promise.all((['fr', 'en', 'nl', 'en', 'fr'] as const).map(locale => inLocale(locale, 'http://localhost', () => slowly(locale))))
    expect(answers).toEqual(['1 234,5 1 234,5', '1,234.5 1,234.5', '1.234,5 1.234,5', '1,234.5 1,234.5', '1 234,5 1 234,5'])
    expect(plain(number(1234.5))).toBe('1 234,5')
  })

  it('never asks this machine what time it is: the platform has its own clock', () => {
    const root = join(__dirname, '..', 'src')
    const sources = (readdirSync(root, { recursive: true }) as string[]).filter(file => /\.(ts|svelte)$/.test(file))
    expect(sources.filter(file => /new Date\(\)|Date\.now\(/.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
  })
})

describe('dates and numbers as French people read them', () => {
  it('writes dates in full, in Paris', () => {
    expect(plain(dateAndHour('2027-03-14T17:00:00Z'))).toBe('dimanche 14 mars 2027 à 18 h')
    expect(plain(dateAndHour('2027-07-01T16:30:00Z'))).toBe('jeudi 1er juillet 2027 à 18 h 30')
    expect(plain(hour('2027-01-01T23:05:00Z'))).toBe('0 h 05')
  })

  it('writes numbers, shares and euros', () => {
    expect(plain(number(4532))).toBe('4 532')
    expect(plain(percent(0.1234))).toBe('12,3 %')
    expect(plain(money(7_999_520_00))).toBe('7 999 520 €')
    expect(plain(money(12_50))).toBe('12,50 €')
  })

  it.each([
    ['2027-03-14T18:00', '2027-03-14T17:00:00.000Z'],
    ['2027-07-14T18:00', '2027-07-14T16:00:00.000Z'],
    // Summer time begins on 28 March 2027 at 2 h, winter time on 31 October at 3 h.
    ['2027-03-28T01:59', '2027-03-28T00:59:00.000Z'],
    ['2027-03-28T03:00', '2027-03-28T01:00:00.000Z'],
    ['2027-10-31T12:00', '2027-10-31T11:00:00.000Z'],
    ['2027-03-14', '2027-03-13T23:00:00.000Z'],
    ['demain', ''],
  ])('reads the field %s as the moment %s', (field, iso) => {
    expect(parseDateTime(field)).toBe(iso)
  })

  it('writes a moment back into the field it came from', () => {
    for (const field of ['2027-03-14T18:00', '2027-08-01T00:15', '2027-12-31T23:59']) expect(dateTimeInput(parseDateTime(field))).toBe(field)
  })

  it('says what is left', () => {
    const now = '2027-03-01T12:00:00Z'
    expect(until('2027-03-13T12:00:00Z', now)).toBe('encore 12 jours')
    expect(until('2027-03-02T13:00:00Z', now)).toBe('encore 25 heures')
    expect(until('2027-03-01T12:01:30Z', now)).toBe('encore 1 minute')
    expect(until('2027-03-01T12:00:00Z', now)).toBe('terminé')
  })

  it('groups a receipt code however it was typed', () => {
    expect(codeGroups('k7qm 2xwp-9th4')).toEqual(['K7QM', '2XWP', '9TH4'])
  })
})

describe('the line of phases', () => {
  const phase = (state: Phase['state'], opensAt: string, closesAt: string): Phase => ({ title: state, state, opensAt, closesAt })
  const now = '2027-02-16T00:00:00Z'

  it('puts today alone between phases, and inside an open one as the part gone', () => {
    const past = phase('closed', '2027-01-01T00:00:00Z', '2027-01-31T00:00:00Z')
    const coming = phase('scheduled', '2027-03-01T00:00:00Z', '2027-03-31T00:00:00Z')
    expect(phaseLine([past, coming], now).map(step => step.kind)).toEqual(['phase', 'today', 'phase'])
    expect(phaseLine([coming], now).map(step => step.kind)).toEqual(['today', 'phase'])
    expect(phaseLine([past], now).map(step => step.kind)).toEqual(['phase', 'today'])
    expect(phaseLine([], now)).toEqual([])
    expect(phaseLine([phase('open', '2027-02-01T00:00:00Z', '2027-03-03T00:00:00Z')], now)).toMatchObject([{ kind: 'phase', done: 50 }])
  })
})

describe('what comes from outside', () => {
  it('goes back only to a page of this site', () => {
    const from = (retour: string) => returnPath(new URL(`https://parvis.example/connexion?retour=${encodeURIComponent(retour)}`))
    expect(from('/consultations/berges?page=2')).toBe('/consultations/berges?page=2')
    for (const trap of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', 'javascript:alert(1)', '']) expect(from(trap)).toBe('/')
  })

  it('takes an unknown comfort cookie for the default', () => {
    expect(readComfort('sombre.grande')).toEqual({ theme: 'sombre', text: 'grande', motion: 'auto', version: 'complete' })
    expect(writeComfort(readComfort('clair.double.reduite.simple'))).toBe('clair.double.reduite.simple')
    expect(readComfort('"><script>.x')).toEqual({ theme: 'auto', text: 'normale', motion: 'auto', version: 'complete' })
    expect(readComfort(undefined)).toEqual({ theme: 'auto', text: 'normale', motion: 'auto', version: 'complete' })
  })

  it('has a sentence for a refusal it does not know, with its code', () => {
    expect(errorKey('ballot.too-many')).toBe('error_ballot_too_many')
    expect(errorSentence('never.heard-of')).toContain('never.heard-of')
    expect(errorSentence('http.404')).not.toContain('http')
  })

  it('gives each field its own refusals', () => {
    const problem: Problem = { status: 422, code: 'x', detail: '', facts: {}, sentence: '', refusals: [{ code: 'a', at: 'title', sentence: 'Un.' }, { code: 'b', at: 'title', sentence: 'Deux.' }] }
    expect(errorAt(problem, 'title')).toBe('Un. Deux.')
    expect(errorAt(problem, 'body')).toBeUndefined()
    expect(errorAt(null, 'title')).toBeUndefined()
  })
})
