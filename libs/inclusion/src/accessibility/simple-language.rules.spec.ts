import fc from 'fast-check'
import { SIMPLE_LANGUAGE_RULES, lintSimpleLanguage, unexplainedAcronyms, type SimpleLanguageRule } from './simple-language.rules'

const rules = (text: string): SimpleLanguageRule[] => lintSimpleLanguage(text).map((finding) => finding.rule)

describe('simple language', () => {
  it.each([
    ['sentence-too-long', 'Un deux-roues a a a a a a a a a a a a a a', 'Un vélo a a a a a a a a a a a a a'],
    ['roman-numeral', 'Le XIXe siècle', 'Le siècle'],
    ['roman-numeral', 'Le tome IV', 'Il vit ici'],
    ['roman-numeral', 'Le Ier arrondissement', 'Le 1er arrondissement'],
    ['number-in-letters', 'Il y a trois questions', 'Il y a 3 questions et une aide'],
    ['percentage', '20 % des habitants', '20 %, soit 1 habitant sur 5'],
    ['percentage', 'Vingt-cinq pour cent des gens', 'Le quart des gens, 25 %'],
    ['large-number', 'Le budget est de 250 000 euros', 'Le budget est de 250 000 euros, soit le prix d’une maison'],
    ['large-number', 'Il y a 1 200 000 habitants', 'Appelez le 03 20 00 00 00'],
    ['large-number', 'Il y a 25000 habitants', 'Écrivez au 59000 Lille, avant le 3 mars 2027'],
    ['large-number', 'Il y a 10 500 places', 'Il y a 9 500 places'],
    ['acronym-unexplained', 'La MEL décide', 'La Métropole européenne de Lille (MEL) décide. La MEL écoute'],
    ['acronym-unexplained', 'Le PLUi change', 'Le plan des rues (PLUi) change'],
    ['acronym-unexplained', 'Un EPCI agit', 'Un EPCI (groupe de communes) agit'],
    ['passive-voice', 'Le parc est géré par la ville', 'La ville gère le parc'],
    ['passive-voice', 'Les réponses seront toutes lues attentivement par un agent', 'Un agent est passé par ici'.replace('est passé', 'passe')],
    ['passive-voice', 'Il a été construit par des habitants', 'Des habitants ont construit le parc'],
    ['double-negation', 'Vous ne pouvez pas ne pas répondre', 'Vous ne pouvez pas répondre'],
    ['double-negation', "Ce n'est pas impossible", "C'est possible"],
    ['footnote-mark', 'Le plan [2] est prêt', 'Le parc a 30 m²'],
  ] as [SimpleLanguageRule, string, string][])('%s: « %s », not « %s »', (rule, breaks, keeps) => {
    expect(rules(breaks)).toContain(rule)
    expect(rules(keeps)).not.toContain(rule)
  })

  it('points at the sentence, once per rule, with its remedy', () => {
    expect(lintSimpleLanguage('Tout va bien. Le parc est géré par la MEL !')).toEqual([
      { rule: 'passive-voice', sentence: 'Le parc est géré par la MEL', remedy: 'say-who-does-it-first' },
      { rule: 'acronym-unexplained', sentence: 'Le parc est géré par la MEL', remedy: SIMPLE_LANGUAGE_RULES['acronym-unexplained'] },
    ])
  })

  it('asks once for an acronym, not for those of the glossary nor for capitals that shout', () => {
    expect(unexplainedAcronyms('La MEL. La MEL. Un QPV')).toEqual([{ acronym: 'MEL', sentence: 'La MEL' }, { acronym: 'QPV', sentence: 'Un QPV' }])
    expect(unexplainedAcronyms('La MEL agit', ['MEL'])).toEqual([])
    expect(unexplainedAcronyms('VOTEZ ICI')).toEqual([])
    expect(unexplainedAcronyms('Le tome XIV')).toEqual([])
  })

  it('takes any text, in a time that does not run away', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => Array.isArray(lintSimpleLanguage(text))))
    const started = performance.now()
    lintSimpleLanguage(`${'est fait '.repeat(4000)}\n${'ne a '.repeat(4000)}\n${'A'.repeat(20000)}\n${'1 000'.repeat(4000)}`)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
