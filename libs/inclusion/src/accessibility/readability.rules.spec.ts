import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { measureReadability, sentencesOf, syllablesOf, wordsOf } from './readability.rules'
import { lintSimpleLanguage } from './simple-language.rules'

describe('the counter', () => {
  it.each([
    ['bus', 1], ['métropole', 3], ['réponse', 2], ['réponses', 2], ['les', 1], ['le', 1], ['avis', 2], ['idée', 2], ['année', 2], ['réel', 1],
    ['aérien', 3], ['maïs', 2], ['œuvre', 1], ['Ïle', 1], ['citoyenne', 2], ['s', 1], ['créée', 2], ['europe', 2], ['participation', 5],
  ])('%s', (word, syllables) => expect(syllablesOf(word)).toBe(syllables))

  it('keeps hyphens inside words and cuts at apostrophes', () => {
    expect(wordsOf("Peut-être l'eau d’Hellemmes - 59 % -dit-il")).toEqual(['Peut-être', 'l', 'eau', 'd', 'Hellemmes', 'dit-il'])
  })

  it('cuts sentences at their signs and at line breaks', () => {
    expect(sentencesOf('Un. Deux ! Trois ? Quatre : cinq ; six\nsept\r\n\n 8 … ')).toEqual(['Un', 'Deux', 'Trois', 'Quatre', 'cinq', 'six', 'sept'])
  })

  it('has no figure for a text without words', () => {
    expect(measureReadability(' 12 % … ')).toMatchObject({ kandelMoles: null, words: 0, sentences: 0, wordsPerSentence: 0, longestSentence: { words: 0, text: '' }, shortSample: true })
  })

  it('follows the formula', () => {
    const measured = measureReadability('Le sujet est le bus.')
    expect(measured).toMatchObject({ words: 5, sentences: 1, wordsPerSentence: 5, syllablesPerWord: 1.2, longestSentence: { words: 5, text: 'Le sujet est le bus' }, shortSample: true, hardWords: [] })
    expect(measured.kandelMoles).toBeCloseTo(207 - 1.015 * 5 - 73.6 * 1.2, 10)
  })

  it('does not depend on how accents are coded, and is finite on anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const measured = measureReadability(text)
      expect(measured).toEqual(measureReadability(text.normalize('NFC')))
      expect(Number.isFinite(measured.kandelMoles ?? 0)).toBe(true)
      expect(measured.longestSentence.words).toBeGreaterThanOrEqual(measured.wordsPerSentence)
    }))
    expect(measureReadability('é'.normalize('NFD'))).toEqual(measureReadability('é'))
  })
})

describeShared('texts of public bodies', () => {
  it.each([
    ['simple-version', 92.4, 5.1, 8, 76, 15],
    ['easy-to-read-guidance', 74.1, 9.8, 17, 88, 9],
    ['mandate', 57.6, 15.2, 27, 122, 8],
    ['charter-editorial', 28.3, 31.0, 33, 124, 4],
  ])('%s', (name, kandelMoles, wordsPerSentence, longest, words, sentences) => {
    const measured = measureReadability(readFileSync(sharedFile(`readability/${name}.txt`), 'utf8'))
    expect(measured.kandelMoles).toBeCloseTo(kandelMoles, 1)
    expect(measured.wordsPerSentence).toBeCloseTo(wordsPerSentence, 0)
    expect(measured).toMatchObject({ words, sentences, longestSentence: { words: longest } })
  })

  const lint = (name: string): string[] => [...new Set(lintSimpleLanguage(readFileSync(sharedFile(`readability/${name}.txt`), 'utf8')).map((finding) => finding.rule))].sort()
  it('finds nothing in the simple one and much in the charter', () => {
    expect(lint('simple-version')).toEqual([])
    expect(lint('mandate')).toEqual(['passive-voice', 'sentence-too-long'])
    expect(lint('charter-editorial')).toContain('acronym-unexplained')
    expect(lint('charter-editorial')).toContain('sentence-too-long')
  })
})
