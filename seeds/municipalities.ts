import { readFileSync } from 'node:fs'
import type { DataSource } from 'typeorm'

const EPCI = '200093201'

/** Associated communes of Lille that people write as theirs. The national file gives them no postal codes. */
const aliases = [
  { code: '59355', name: 'Lomme', municipality: '59350', postalCodes: ['59160'] },
  { code: '59298', name: 'Hellemmes', municipality: '59350', postalCodes: ['59260'] },
]

interface Member {
  code: string
  siren: string
  nom: string
  populationTotale: number
}

interface Epci {
  code: string
  membres: Member[]
}

interface Commune {
  code: string
  type: string
  codesPostaux?: string[]
}

/**
 * The communes of the metropolis, from the national list (INSEE, La Poste; Licence Ouverte) as packed by
 * @etalab/decoupage-administratif. Every installation has them; running it again changes nothing, or brings them up to date.
 */
export async function seedMunicipalities(owner: DataSource): Promise<number> {
  const epci = read<Epci>('epci').find(({ code }) => code === EPCI)
  if (!epci) throw new Error(`EPCI ${EPCI} is not in the national list`)
  const postalCodes = new Map(read<Commune>('communes').filter(({ type }) => type === 'commune-actuelle').map(({ code, codesPostaux = [] }) => [code, codesPostaux]))
  const list = epci.membres.map(({ code, nom, siren, populationTotale }) => ({ code, name: nom, siren, population: populationTotale, postal_codes: postalCodes.get(code) ?? [] }))
  await owner.transaction(async tx => {
    await tx.query(`
      insert into identity.municipality (code, name, siren, population, postal_codes)
      select code, name, siren, population, postal_codes
      from jsonb_to_recordset($1::jsonb) as m (code text, name text, siren text, population integer, postal_codes text[])
      on conflict (code) do update set name = excluded.name, siren = excluded.siren, population = excluded.population, postal_codes = excluded.postal_codes`, [JSON.stringify(list)])
    await tx.query(`
      insert into identity.municipality_alias (code, name, municipality_code, postal_codes)
      select code, name, municipality, "postalCodes"
      from jsonb_to_recordset($1::jsonb) as a (code text, name text, municipality text, "postalCodes" text[])
      on conflict (code) do update set name = excluded.name, municipality_code = excluded.municipality_code, postal_codes = excluded.postal_codes`, [JSON.stringify(aliases)])
  })
  return list.length
}

// Read and let go: the national file of communes is 8 MB that no process should keep.
const read = <T>(name: string) => JSON.parse(readFileSync(require.resolve(`@etalab/decoupage-administratif/data/${name}.json`), 'utf8')) as T[]
