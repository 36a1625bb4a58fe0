import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureReadability } from '../../inclusion/src/accessibility/readability.rules'
import { lintSimpleLanguage } from '../../inclusion/src/accessibility/simple-language.rules'
import * as open from '../../../seeds/demo/texts/consultations-open'

/** Words of the simple version: one idea in a sentence. */
const MOST_WORDS = 14

const folder = join(__dirname, '..', 'messages', 'fr-simple')
type Message = string | { match: Record<string, string> }[]
const sentences = readdirSync(folder).flatMap(file => Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Message>)
  .flatMap(([key, message]) => (typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match))).map(text => ({ key, text: text.replace(/\{\w+\}/g, '3') }))))
const simpleTexts = Object.values(open).filter(one => one.simpleText !== undefined).map(one => ({ key: one.title, text: one.simpleText ?? '', long: one.summary + one.description }))

/** Each line is read by itself; a line without a stop is a sentence too. */
const lines = (text: string) => text.split('\n').map(line => line.replace(/^- /, '').trim()).filter(Boolean)

describe('the simple version', () => {
  it('has words of its own for the pages of residents', () => {
    expect(sentences.length).toBeGreaterThan(300)
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['home.json', 'consultations.json', 'vote.json', 'help.json', 'centres.json', 'account.json', 'results.json', 'charter.json', 'errors.json']))
  })

  it('keeps the rules of simple language, sentence by sentence', () => {
    const found = [...sentences, ...simpleTexts].flatMap(({ key, text }) => lines(text).flatMap(line => lintSimpleLanguage(line).map(({ rule, sentence }) => `${key}: ${rule}: ${sentence}`)))
    expect(found).toEqual([])
  })

  it('says one idea in a short sentence', () => {
    const long = [...sentences, ...simpleTexts].flatMap(({ key, text }) => lines(text).filter(line => measureReadability(line).longestSentence.words > MOST_WORDS).map(line => `${key}: ${line}`))
    expect(long).toEqual([])
  })

  it('has a text of its own beside each consultation of the demonstration that people see open', () => {
    expect(simpleTexts.length).toBe(Object.values(open).length)
    for (const { key, text, long } of simpleTexts) {
      const { kandelMoles } = measureReadability(text)
      expect([key, kandelMoles !== null && kandelMoles >= 80]).toEqual([key, true])
      // Never the long one cut: no line of it stands there.
      expect([key, lines(text).filter(line => line.length > 20 && long.includes(line))]).toEqual([key, []])
    }
  })
})
