import { pageAt } from '../src/lib/links'
import { carried, typedIn } from '../src/lib/server/typed'
import { typedCommune } from '../src/lib/server/typed-commune'
import { typedDay } from '../src/lib/server/typed-day'
import { inLocale } from '../src/lib/server/language'

const plain = (text = '') => text.replace(/[\u00a0\u202f]/g, ' ')

describe('a date typed in three fields', () => {
  const read = (day: string, month: string, year: string) => {
    const form = new FormData()
    for (const [end, text] of Object.entries({ jour: day, mois: month, annee: year })) form.set(`birthDate-${end}`, text)
    return inLocale('fr', 'http://localhost', () => typedDay(form, 'birthDate'))
  }

  it.each([
    ['3', '5', '1948', '1948-05-03'],
    ['03', '05', '1948', '1948-05-03'],
    [' 29 ', '2', '1952', '1952-02-29'],
    ['', '', '', ''],
  ])('%s %s %s is %s', (day, month, year, value) => expect(read(day, month, year)).toEqual({ typed: { day: day.trim(), month, year }, value }))

  it.each([
    ['17', '5', '48', 'annee', 'Écrivez l’année avec quatre chiffres, par exemple 1948.'],
    ['17', '5', '', 'annee', 'Il manque l’année.'],
    ['', '5', '1948', 'jour', 'Il manque le jour.'],
    ['17', '', '1948', 'mois', 'Il manque le mois.'],
    ['17', 'mai', '1948', 'mois', 'Écrivez la date en chiffres : jour, mois, année.'],
    ['31', '2', '1948', 'jour', 'Le 31/2/1948 n’existe pas. Vérifiez le jour et le mois.'],
    ['0', '13', '1948', 'jour', 'Le 0/13/1948 n’existe pas. Vérifiez le jour et le mois.'],
    ['29', '2', '1900', 'jour', 'Le 29/2/1900 n’existe pas. Vérifiez le jour et le mois.'],
  ])('%s %s %s is refused at the %s', (day, month, year, part, sentence) => {
    const { value, typed, refusal } = read(day, month, year)
    expect([value, refusal?.at, plain(refusal?.sentence)]).toEqual(['', `birthDate-${part}`, sentence])
    expect(typed).toEqual({ day, month, year })
  })
})

describe('a commune typed', () => {
  const commune = (code: string, name: string, postalCodes: string[], alias?: { code: string, name: string }) => ({ code, name, population: 1, postalCodes, alias })
  const all = [
    commune('59350', 'Lille', ['59000', '59160', '59800']), commune('59512', 'Roubaix', ['59100']), commune('59599', 'Tourcoing', ['59200']),
    commune('59410', 'Mons-en-Barœul', ['59370']), commune('59009', 'Villeneuve-d’Ascq', ['59491', '59493', '59650']), commune('59527', 'Saint-André-lez-Lille', ['59350']),
    commune('59458', 'Pérenchies', ['59840']), commune('59356', 'Lompret', ['59840']), commune('59090', 'Bondues', ['59910']), commune('59378', 'Marcq-en-Barœul', ['59700']),
    commune('59350', 'Lille', ['59160'], { code: '59355', name: 'Lomme' }),
  ]
  const answer = (text: string) => typedCommune(text, all, ({ name, alias }) => alias ? `${alias.name} (${name})` : name)

  it.each([
    ['Lille', '59350'], ['roubaix', '59512'], ['MONS EN BAROEUL', '59410'], ['villeneuve d\'ascq', '59009'], ['St André lez Lille', '59527'], ['Lomme', '59355'],
    ['59100', '59512'], ['59 200', '59599'], ['59160', '59355'],
  ])('%s is found', (text, found) => expect(answer(text)).toEqual({ found }))

  it.each([
    ['59840', false, ['Pérenchies', 'Lompret']],
    ['barœul', false, ['Mons-en-Barœul', 'Marcq-en-Barœul']],
    // A beginning alone is never an answer: who may vote depends on it.
    ['Roub', false, ['Roubaix']],
    ['Roubex', true, ['Roubaix']],
    ['Tourcouin', true, ['Tourcoing']],
    ['Lile', true, ['Lille']],
    ['Marseille', true, []],
    ['75001', false, []],
    ['?', true, []],
  ])('%s asks which', (text, close, labels) => {
    const found = answer(text)
    expect('choices' in found && [found.close, found.choices.map(({ label }) => label)]).toEqual([close, labels])
  })
})

describe('what was typed when a session ended', () => {
  const form = (fields: Record<string, string>) => Object.entries(fields).reduce((made, [name, value]) => (made.append(name, value), made), new FormData())

  it('goes on with its fields, without passwords, when there is a sentence in it', () => {
    expect(typedIn(form({ body: 'Deux mots', password: 'un secret à moi', current: 'un autre secret', token: 'abc' }))).toEqual({ fields: [['body', 'Deux mots'], ['token', 'abc']], texts: [] })
    expect(typedIn(form({ token: 'abc', body: ' ' }))).toBeNull()
    expect(carried(JSON.stringify([['body', 'Deux mots']]))).toEqual({ fields: [['body', 'Deux mots']], texts: [] })
    for (const wrong of ['', '{}', '[["a"]]', '[[1,2]]', '[', 'null']) expect(carried(wrong)).toBeNull()
  })

  it('comes back to the page, not to the form that was sent', () => {
    expect([pageAt('/a?/relire'), pageAt('/a?sur=1&/relire'), pageAt('/a?/relire&sur=1'), pageAt('/a?sur=1'), pageAt('/a')]).toEqual(['/a', '/a?sur=1', '/a?sur=1', '/a?sur=1', '/a'])
  })
})
