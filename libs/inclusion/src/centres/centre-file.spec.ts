import { fromSchemaLieuDeMediationNumerique, Service } from '@gouvfr-anct/lieux-de-mediation-numerique'
import { readFileSync } from 'node:fs'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { parseCentres } from './centre-file'
import type { CentreFile } from './centre-file'
import { CentreFileError } from './centre-lines'
import { isWebAddress } from './centre-row'
import type { Communes } from './centre-row'
import { isReadable } from './hours.rules'
import { fold, translate, vocabularies } from './national-schema.rules'

const few: Communes = {
  byCode: (code) => (['59350', '59512'].includes(code) ? code : code === '59355' ? '59350' : null),
  byName: (name) => ({ lille: '59350', lomme: '59350', roubaix: '59512' } as Record<string, string>)[fold(name)] ?? null,
}
const HEADER = 'id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,courriels,site_web,horaires,services,typologie,date_maj,modalites_acces,frais_a_charge,prise_en_charge_specifique'
const FIELDS = HEADER.split(',')
const good = { id: 'a1', pivot: '26590512500018', nom: 'CCAS de Roubaix', commune: 'Roubaix', code_postal: '59100', code_insee: '59512', adresse: '9 rue Pellart', latitude: '50.6873', longitude: '3.1833', telephone: '03 20 66 46 00', courriels: 'ccas@example.org', site_web: 'https://www.example.org', horaires: 'Mo-Fr 09:00-12:00; PH off', services: 'Aide aux démarches administratives|Utilisation sécurisée du numérique', typologie: 'CCAS', date_maj: '2026-05-11', modalites_acces: 'Se présenter|Téléphoner', frais_a_charge: 'Gratuit', prise_en_charge_specifique: 'Surdité' }
const cell = (text: string): string => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const csv = (...rows: Partial<typeof good>[]): Buffer => Buffer.from([HEADER, ...rows.map((row) => FIELDS.map((field) => cell({ ...good, ...row }[field as keyof typeof good])).join(','))].join('\n'))
const take = (...rows: Partial<typeof good>[]): CentreFile => parseCentres(csv(...rows), few)
const found = ({ problems }: CentreFile): string[] => problems.map(({ row, field, code, refused }) => `${row} ${field} ${code}${refused ? ' refused' : ''}`)

describe('a row of the national schema', () => {
  it('is taken as it is', () => {
    const file = take({})
    expect(file).toMatchObject({ shape: 'national', rows: [{ row: 1, id: 'a1', outcome: 'taken' }], problems: [] })
    expect(file.centres[0]).toMatchObject({
      source: 'national', sourceId: 'a1', name: 'CCAS de Roubaix', municipalityCode: '59512', address: '9 rue Pellart', latitude: 50.6873, longitude: 3.1833, phone: '0320664600', emails: ['ccas@example.org'], websites: ['https://www.example.org'],
      openingHours: 'Mo-Fr 09:00-12:00; PH off', services: ['Aide aux démarches administratives', 'Utilisation sécurisée du numérique'], typologies: ['CCAS'], accessModes: ['Se présenter', 'Téléphoner'], fees: ['Gratuit'], specificCare: ['Surdité'], sourceDate: '2026-05-11', mobile: false,
    })
    expect(file.centres[0]?.slug).toMatch(/^ccas-de-roubaix-[0-9a-f]{8}$/)
  })

  it.each<[string, Partial<typeof good>, string]>([
    ['no id', { id: '' }, 'id centre-file.id-missing'], ['no name', { nom: '  ' }, 'nom centre-file.name-missing'], ['no address', { adresse: '' }, 'adresse centre-file.address-missing'],
    ['a formula for an address', { adresse: '=HYPERLINK("http://x")' }, 'adresse centre-file.address-unreadable'], ['half a postal code', { code_postal: '591' }, 'code_postal centre-file.postal-code'],
    ['another metropolis', { code_insee: '75056' }, 'code_insee centre-file.outside'], ['a commune that is none', { code_insee: '', commune: 'Trifouillis' }, 'commune centre-file.outside'],
    ['no commune', { code_insee: '', commune: '' }, 'commune centre-file.commune-unknown'], ['a code that is none', { code_insee: 'abc' }, 'code_insee centre-file.commune-unknown'], ['nobody received', { modalites_acces: 'Ce lieu n\'accueille pas de public' }, 'modalites_acces centre-file.no-public'],
  ])('that nobody can find is refused: %s', (_, row, said) => {
    const file = take({}, { id: 'b2', ...row })
    expect(found(file)).toEqual([`2 ${said} refused`])
    expect(file.rows.map(({ outcome }) => outcome)).toEqual(['taken', 'refused'])
    expect(file.centres).toHaveLength(1)
  })

  it.each<[string, Partial<typeof good>, string, object]>([
    ['latitude', { latitude: '95' }, 'latitude centre-file.coordinates', { latitude: null, longitude: null }], ['letters', { longitude: 'est' }, 'longitude centre-file.coordinates', { latitude: null, longitude: null }],
    ['swapped', { latitude: '3.1833', longitude: '50.6873' }, 'latitude centre-file.coordinates-far', { latitude: null }], ['half a point', { longitude: '' }, 'longitude centre-file.coordinates', { latitude: null }],
    ['pivot', { pivot: '123' }, 'pivot centre-file.pivot', { pivot: '' }], ['fourteen zeros', { pivot: '00000000000000' }, 'pivot centre-file.pivot', { pivot: '' }],
    ['day', { date_maj: '2026-02-30' }, 'date_maj centre-file.date', { sourceDate: null }], ['hours', { horaires: 'lundi 9h' }, 'horaires centre-file.hours', { openingHours: '' }],
    ['telephone', { telephone: '12' }, 'telephone centre-file.phone', { phone: '' }], ['mail', { courriels: 'personne' }, 'courriels centre-file.email', { emails: [] }], ['address that runs', { site_web: 'javascript:alert(1)' }, 'site_web centre-file.url', { websites: [] }],
    ['service', { services: 'Aide aux démarches administratives|Cours de poterie' }, 'services centre-file.value-unknown', { services: ['Aide aux démarches administratives'] }], ['fees', { frais_a_charge: 'Troc' }, 'frais_a_charge centre-file.value-unknown', { fees: [] }],
    ['care', { prise_en_charge_specifique: 'Surdité|Timidité' }, 'prise_en_charge_specifique centre-file.value-unknown', { specificCare: ['Surdité'] }], ['long name', { nom: 'x'.repeat(300) }, 'nom centre-file.text-cut', { name: `${'x'.repeat(199)}…` }],
  ])('is taken without what cannot be read: %s', (_, row, said, kept) => {
    const file = take(row)
    expect(found(file)).toEqual([`1 ${said}`])
    expect(file.centres[0]).toMatchObject(kept)
  })

  it('twice in a file is taken once', () => expect(found(take({}, { nom: 'Le même' }))).toEqual(['2 id centre-file.id-repeated refused']))

  it('keeps a typology that nobody knows yet', () => expect(take({ typologie: 'CCAS|NOUVEAU_TYPE' })).toMatchObject({ problems: [], centres: [{ typologies: ['CCAS', 'NOUVEAU_TYPE'] }] }))

  it('says a shifted line instead of reading it', () => {
    const file = parseCentres(Buffer.concat([csv({}), Buffer.from('\nb2,trois,cellules')]), few)
    expect(found(file)).toEqual(['2 id centre-file.cells refused'])
  })

  it('holds nothing that a page or a spreadsheet would run', () => {
    const file = take({ nom: '<img src=x onerror=alert(1)>\u202Egnp.exe', services: '=cmd|\' /C calc\'!A0', courriels: 'a@b.fr\r\nBcc: x@y.fr' })
    expect(file.centres[0]).toMatchObject({ name: '<img src=x onerror=alert(1)> gnp.exe', services: [], emails: [] })
    expect(file.centres[0]?.slug).toMatch(/^[a-z0-9-]+$/)
    expect(['https://example.org/a?b=c', 'http://example.org'].map(isWebAddress)).toEqual([true, true])
    expect(['javascript:alert(1)', 'data:text/html,x', '//example.org', `https://${'name:word'}@example.org`, 'https://a b', 'vbscript:x', ''].map(isWebAddress)).toEqual(Array(7).fill(false))
  })
})

describe('a file', () => {
  it.each([['', 'centre-file.empty'], ['[]', 'centre-file.empty'], ['[{]', 'centre-file.unreadable'], ['titre,texte\na,b', 'centre-file.no-column'], ['id,nom\n"a,b', 'centre-file.unreadable']])('that is none is refused whole: %s', (text, code) => {
    expect(() => parseCentres(Buffer.from(text), few)).toThrow(expect.objectContaining({ code }) as CentreFileError)
  })

  it('is the same in CSV, with semicolons, in JSON, with or without a mark, from a spreadsheet of here', () => {
    const expected = take({}).centres
    const text = csv({}).toString()
    expect(parseCentres(Buffer.from(`\uFEFF${text.replaceAll(',', ';')}`), few).centres).toEqual(expected)
    expect(parseCentres(Buffer.from(text, 'latin1'), few).centres).toEqual(expected)
    expect(parseCentres(Buffer.from(JSON.stringify([{ ...good, latitude: 50.6873, longitude: 3.1833, services: good.services.split('|') }])), few).centres).toEqual(expected)
  })
})

describe('words of before', () => {
  it.each([
    ['services', 'Prendre en main un ordinateur', Service.MaitriseDesOutilsNumeriquesDuQuotidien], ['services', 'Approfondir ma culture numérique', Service.ComprehensionDuMondeNumerique],
    ['services', 'numerique--s-equiper-en-materiel-informatique', Service.MaterielInformatiqueAPrixSolidaire], ['services', 'Soutenir la parentalité et l’éducation avec le numérique', Service.ParentaliteEtEducationAvecLeNumerique],
    ['services', 'Devenir autonome dans les démarches administratives', Service.AideAuxDemarchesAdministratives], ['fees', 'Gratuit : Je peux accéder gratuitement au lieu et à ses services', 'Gratuit'],
    ['fees', 'Accepte le Pass numérique : il est possible d’utiliser un Pass', 'Gratuit sous condition'], ['programmes', 'CNFS', 'Conseillers numériques'], ['supportModes', 'Dans un atelier : j’apprends collectivement', 'Dans un atelier collectif'],
    ['specificCare', 'Personnes en situation d’illettrisme', 'Illettrisme'],
  ] as const)('%s: %s is %s', (field, word, today) => expect(translate([word], vocabularies[field])).toEqual({ values: [today], mapped: [word], unknown: [] }))

  it('that mean one thing are said once; today\'s are left alone', () => {
    expect(translate(['Prendre en main un ordinateur', 'Utiliser le numérique au quotidien'], vocabularies.services).values).toEqual([Service.MaitriseDesOutilsNumeriquesDuQuotidien])
    for (const word of Object.values(Service)) expect(translate([word], vocabularies.services)).toEqual({ values: [word], mapped: [], unknown: [] })
    expect(translate(['constructor', 'toString'], vocabularies.services).unknown).toEqual(['constructor', 'toString'])
  })
})

describe('ten thousand rows with faults', () => {
  it('are each said by row, column and reason, fast', () => {
    const faults: [Partial<typeof good>, string][] = [
      [{ nom: '' }, 'nom centre-file.name-missing refused'], [{ code_postal: '5910' }, 'code_postal centre-file.postal-code refused'], [{ code_insee: '62041' }, 'code_insee centre-file.outside refused'], [{ adresse: '' }, 'adresse centre-file.address-missing refused'],
      [{ latitude: '500' }, 'latitude centre-file.coordinates'], [{ telephone: 'appelez-nous' }, 'telephone centre-file.phone'], [{ horaires: 'tous les jours' }, 'horaires centre-file.hours'], [{ services: 'Cartomancie' }, 'services centre-file.value-unknown'],
      [{ site_web: 'ftp://example.org' }, 'site_web centre-file.url'], [{ date_maj: 'hier' }, 'date_maj centre-file.date'],
    ]
    const planted: string[] = []
    const rows = Array.from({ length: 10_000 }, (_, index): Partial<typeof good> => {
      const fault = index % 7 === 0 ? faults[(index / 7) % faults.length] : undefined
      if (fault) planted.push(`${index + 1} ${fault[1]}`)
      return { id: `r${index}`, nom: `Lieu ${index}`, horaires: `Mo-Fr ${String(7 + (index % 4)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}-12:00`, ...fault?.[0] }
    })
    const content = csv(...rows)
    const started = performance.now()
    const file = parseCentres(content, few)
    const milliseconds = Math.round(performance.now() - started)
    expect(found(file)).toEqual(planted)
    expect(file.rows).toHaveLength(10_000)
    expect(file.centres).toHaveLength(10_000 - planted.filter((said) => said.endsWith('refused')).length)
    expect(milliseconds).toBeLessThan(30_000)
    console.info(`10,000 rows read in ${milliseconds} ms, ${planted.length} faults`)
  })
})

describeShared('real files', () => {
  const { communes } = JSON.parse(readFileSync(sharedFile('territory/mel-95-communes.json'), 'utf8')) as { communes: { code: string, nom: string, codesPostaux: string[] }[] }
  const metropolis: Communes = {
    byCode: (code) => communes.find((one) => one.code === code)?.code ?? null,
    byName: (name, postalCode) => communes.find(({ nom, codesPostaux }) => fold(nom) === fold(name) && codesPostaux.includes(postalCode))?.code ?? null,
  }

  it('France services houses of the North, 2022: those of the metropolis are taken, hours and all', () => {
    const file = parseCentres(readFileSync(sharedFile('mednum/france-services-nord59-2022-12.csv')), metropolis)
    expect(file.shape).toBe('france-services')
    expect(file.rows).toHaveLength(50)
    expect(new Set(file.problems.filter(({ refused }) => refused).map(({ code }) => code))).toEqual(new Set(['centre-file.outside']))
    expect(file.centres.length).toBeGreaterThan(5)
    for (const { openingHours, services } of file.centres) {
      expect(isReadable(openingHours)).toBe(true)
      expect(services).toEqual(['Aide aux démarches administratives'])
    }
    console.info(`France services: ${file.rows.length} rows, ${file.centres.length} taken, ${file.problems.length} problems`)
  })

  it('digital advisers of the North, 2022: old names are today\'s, and what is taken is right for the national library', () => {
    const file = parseCentres(readFileSync(sharedFile('mednum/conseillers-numeriques-permanences-nord59-2022.json')), metropolis)
    expect(file.shape).toBe('national-2022')
    expect(file.rows).toHaveLength(181)
    expect(file.rows.filter(({ outcome }) => outcome === 'taken')).toHaveLength(0)
    expect(file.centres.length).toBeGreaterThan(20)
    for (const centre of file.centres) {
      expect(centre.services).toEqual([Service.MaitriseDesOutilsNumeriquesDuQuotidien, Service.ComprehensionDuMondeNumerique])
      expect(() => fromSchemaLieuDeMediationNumerique({ id: centre.sourceId, nom: centre.name, pivot: centre.pivot || '26590512500018', commune: 'Lille', code_postal: centre.postalCode, adresse: centre.address, date_maj: centre.sourceDate ?? '', services: centre.services.join('|'), frais_a_charge: centre.fees.join('|'), dispositif_programmes_nationaux: centre.programmes.join('|') })).not.toThrow()
    }
    console.info(`advisers: ${file.rows.length} rows, ${file.centres.length} taken, ${JSON.stringify(Object.fromEntries([...new Set(file.problems.map(({ code }) => code))].map((code) => [code, file.problems.filter((one) => one.code === code).length])))}`)
  })
})
