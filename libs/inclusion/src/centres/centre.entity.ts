import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'

/** A place where somebody helps people take part (lieu de médiation numérique). */
@Entity({ schema: 'inclusion', name: 'centre' })
export class Centre {
  @PrimaryGeneratedColumn('uuid')
  id: string

  @Column('text')
  slug: string

  @Column('text')
  name: string

  @Column('text')
  organisation: string

  @Column('text', { name: 'municipality_code' })
  municipalityCode: string

  @Column('text')
  address: string

  @Column('text', { name: 'postal_code' })
  postalCode: string

  @Column('text')
  phone: string

  /** What the week cannot say: "first Saturday of the month", a line each. */
  @Column('text', { array: true })
  hours: string[]

  @Column('text')
  access: string

  @Column('text', { array: true })
  languages: string[]

  /** INSEE codes of the communes whose inhabitants it receives or visits. */
  @Column('text', { array: true })
  serves: string[]

  @Column('boolean')
  active: boolean
}
