import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'

export const LANGUAGES = ['fr', 'en', 'nl'] as const
export type Language = typeof LANGUAGES[number]

/** Somebody who can sign in. The civil status stays out of here: it is read by CivilStatus only. */
@Entity({ schema: 'identity', name: 'account' })
export class Account {
  @PrimaryGeneratedColumn('uuid') id: string
  /** Lower case. */
  @Column('text') email: string
  @Column('timestamptz', { name: 'email_confirmed_at', nullable: true }) emailConfirmedAt: Date | null
  @Column('text', { name: 'password_hash', select: false }) passwordHash: string
  @Column('text', { name: 'display_name', default: '' }) displayName: string
  @Column('text', { name: 'municipality_code', nullable: true }) municipalityCode: string | null
  /** What the person is written to in. */
  @Column('text', { default: 'fr' }) language: Language
  @Column({ type: 'timestamptz', name: 'created_at', insert: false }) createdAt: Date
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt: Date | null
}
