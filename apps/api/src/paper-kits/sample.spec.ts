import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { paperQuestionnaire, paperVote } from '@parvis/inclusion'
import { PdfPaperPrinter } from './paper-printer.service'
const printer = new PdfPaperPrinter({ origin: 'https://parvis.example' } as never, { now: async () => new Date() } as never)
const facts = (content: never) => ({ content, formCode: 'K7QM2-1', consultation: { slug: 'place-du-marche', title: 'Que faire de la place du marché ?', owner: 'Métropole Européenne de Lille' }, phase: { title: 'Le vote', opensAt: new Date('2026-10-01'), closesAt: new Date('2026-12-15') }, communes: ['Lille', 'Roubaix'], minAge: 16, centre: { name: 'Maison de quartier de Wazemmes', address: '12 rue des Meuniers, 59000 Lille', hours: ['lundi 9 h – 12 h', 'mardi 14 h – 18 h'], phone: '03 20 00 00 00' } })
const options = ['Des arbres place du marché', 'Des bancs à l’ombre', 'Une fontaine', 'Un abri à vélos'].map((title, i) => ({ key: `o${i + 1}`, title, description: i === 0 ? 'Douze tilleuls, plantés à l’automne, avec un arrosage la première année. '.repeat(8) : i === 1 ? 'Six bancs avec dossier.' : '', cost: i < 2 ? 1250000 * (i + 1) : null }))
const vote = (method: string, over = {}) => paperVote({ method, question: 'Quels projets voulez-vous ?', currency: 'EUR', rules: { min: 1, max: 3, blankAllowed: true, ...over }, options }).content
const q = paperQuestionnaire({ introduction: 'Dites-nous comment vous venez.', sections: [{ key: 's', title: 'Vous', text: 'Tout est lu.', items: [
  { key: 'a', kind: 'choice', label: 'Comment venez-vous ?', options: [{ key: 'o1', label: 'À pied' }, { key: 'o2', label: 'À vélo' }], other: true, mandatory: true },
  { key: 'b', kind: 'scale', label: 'Les pistes vous conviennent-elles ?', min: 1, max: 5, lowLabel: 'pas du tout', highLabel: 'tout à fait', condition: { question: 'a', operator: 'is', value: 'o2' } },
  { key: 'c', kind: 'choices', label: 'Que voulez-vous ?', options: [{ key: 'o1', label: 'Des arbres' }, { key: 'o2', label: 'Des bancs' }], most: 1 },
  { key: 'd', kind: 'matrix', label: 'Quand passez-vous ?', rows: [{ key: 'r1', label: 'Le matin' }, { key: 'r2', label: 'Le soir' }], options: [{ key: 'c1', label: 'Jamais' }, { key: 'c2', label: 'Parfois' }, { key: 'c3', label: 'Toujours' }] },
  { key: 'e', kind: 'ranking', label: 'Classez', options: [{ key: 'o1', label: 'Un' }, { key: 'o2', label: 'Deux' }] },
  { key: 'f', kind: 'number', label: 'Combien de pas ?', min: 0, max: 100, unit: 'pas' }, { key: 'g', kind: 'date', label: 'Depuis quand ?' }, { key: 'h', kind: 'commune', label: 'Où ?' }, { key: 'i', kind: 'point', label: 'Où exactement ?' },
  { key: 'j', kind: 'line', label: 'Un mot ?' }, { key: 'k', kind: 'prose', label: 'Plus ?', maxLength: 500 }, { key: 'l', kind: 'file', label: 'Une photo ?' }, { key: 'n', kind: 'note', label: 'Merci.' } ] }] }).content
const sheet = (format: string, position: number) => ({ envelope: 'K7QM2D9X4TRW', form: 'AAAAAAAAAAAA', receipt: 'BBBBBBBBBBBB', format, position, order: 2 })
it('makes them', async () => {
  const write = async (name: string, file: NodeJS.ReadableStream) => { const out = createWriteStream(`/tmp/pdf/${name}.pdf`); file.pipe(out); await finished(out) }
  for (const [name, method, over] of [['single', 'single', { min: 1, max: 1 }], ['budget', 'budget', { budget: 3000000, maxCost: 2000000 }], ['points', 'points', { points: 10, pointsPerOption: 5 }], ['schulze', 'schulze', {}], ['merit', 'majority-judgment', { grades: 6 }]] as const) {
    await write(name, await printer.document('form', facts(vote(method, over) as never)))
    await write(`${name}-large`, await printer.document('form-large-print', facts(vote(method, over) as never)))
  }
  for (const kind of ['notice', 'poster', 'script', 'batch-slip', 'booklet'] as const) await write(kind, await printer.document(kind, facts(vote('budget', { budget: 3000000, maxCost: 2000000 }) as never)))
  await write('q', await printer.document('form', facts(q as never)))
  await write('q-large', await printer.document('form-large-print', facts(q as never)))
  const from = Date.now()
  await write('sheets', await printer.sheets(facts(vote('budget', { maxCost: 2000000 }) as never), [sheet('ordinary', 1), sheet('large-print', 2)] as never))
  await write('fifty', await printer.sheets(facts(q as never), Array.from({ length: 50 }, (_, i) => sheet('ordinary', i + 1)) as never))
  console.log('ms', Date.now() - from, process.memoryUsage().rss / 1e6)
})
