import type { Config } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { Foundations1763800000000 } from '../../../migrations/1763800000000-foundations'
import { Consultations1763800100000 } from '../../../migrations/1763800100000-consultations'
import { BallotBox1763800200000 } from '../../../migrations/1763800200000-ballot-box'
import { Inclusion1763800300000 } from '../../../migrations/1763800300000-inclusion'
import { Search1763900000000 } from '../../../migrations/1763900000000-search'
import { Jobs1763900100000 } from '../../../migrations/1763900100000-jobs'
import { Tokens1763900200000 } from '../../../migrations/1763900200000-tokens'
import { SessionEntries1763900300000 } from '../../../migrations/1763900300000-session-entries'
import { Console1763900400000 } from '../../../migrations/1763900400000-console'
import { HotPaths1763900500000 } from '../../../migrations/1763900500000-hot-paths'
import { Languages1763900600000 } from '../../../migrations/1763900600000-languages'
import { ErasedAccounts1763900700000 } from '../../../migrations/1763900700000-erased-accounts'
import { SupportOfAnAccount1763900800000 } from '../../../migrations/1763900800000-support-of-an-account'
import { Counting1763900900000 } from '../../../migrations/1763900900000-counting'
import { Currency1763901000000 } from '../../../migrations/1763901000000-currency'
import { Questionnaires1764000000000 } from '../../../migrations/1764000000000-questionnaires'
import { Comments1764000100000 } from '../../../migrations/1764000100000-comments'
import { Moderation1764000110000 } from '../../../migrations/1764000110000-moderation'
import { ProposalDrafts1764000200000 } from '../../../migrations/1764000200000-proposal-drafts'
import { ProposalRules1764000210000 } from '../../../migrations/1764000210000-proposal-rules'
import { ProposalAnswers1764000220000 } from '../../../migrations/1764000220000-proposal-answers'
import { ImportedProposals1764000230000 } from '../../../migrations/1764000230000-imported-proposals'
import { News1764000300000 } from '../../../migrations/1764000300000-news'
import { Meetings1764000400000 } from '../../../migrations/1764000400000-meetings'
import { LargeBoxes1764300000000 } from '../../../migrations/1764300000000-large-boxes'
import { Coauthors1764400000000 } from '../../../migrations/1764400000000-coauthors'
import { Amendments1764400100000 } from '../../../migrations/1764400100000-amendments'
import { Reshapings1764400200000 } from '../../../migrations/1764400200000-reshapings'
import { Attachments1764410000000 } from '../../../migrations/1764410000000-attachments'
import { Imports1764420000000 } from '../../../migrations/1764420000000-imports'
import { ListFilters1764420100000 } from '../../../migrations/1764420100000-list-filters'
import { QuestionnaireJobs1764430000000 } from '../../../migrations/1764430000000-questionnaire-jobs'
import { OwnRecord1764440000000 } from '../../../migrations/1764440000000-own-record'
import { LettersResumed1764440100000 } from '../../../migrations/1764440100000-letters-resumed'
import { SavedFilters1764440200000 } from '../../../migrations/1764440200000-saved-filters'
import { Territory1764450000000 } from '../../../migrations/1764450000000-territory'
import { Centres1764500000000 } from '../../../migrations/1764500000000-centres'
import { DeskActs1764510000000 } from '../../../migrations/1764510000000-desk-acts'
import { TurnoutByPlace1764550000000 } from '../../../migrations/1764550000000-turnout-by-place'
import { SignedOnce1764555000000 } from '../../../migrations/1764555000000-signed-once'
import { OneEntryAVisit1764555000005 } from '../../../migrations/1764555000005-one-entry-a-visit'
import { DeskPeople1764555000010 } from '../../../migrations/1764555000010-desk-people'
import { Kiosks1764560000000 } from '../../../migrations/1764560000000-kiosks'
import { Erasures1764570000000 } from '../../../migrations/1764570000000-erasures'
import { PaperKits1764580000000 } from '../../../migrations/1764580000000-paper-kits'
import { PaperBatches1764580000100 } from '../../../migrations/1764580000100-paper-batches'
import { DeskDay1764581000000 } from '../../../migrations/1764581000000-desk-day'
import { Claims1764582000000 } from '../../../migrations/1764582000000-claims'
import { FollowUps1764582000010 } from '../../../migrations/1764582000010-follow-ups'
import { HeldReceipts1764582000020 } from '../../../migrations/1764582000020-held-receipts'
import { Duplicates1764584000000 } from '../../../migrations/1764584000000-duplicates'
import { TypedNames1764585000000 } from '../../../migrations/1764585000000-typed-names'
import { ImportsTakenBack1764520000000 } from '../../../migrations/1764520000000-imports-taken-back'
import { Habilitation1764540000000 } from '../../../migrations/1764540000000-habilitation'
import { Reserve1764540000010 } from '../../../migrations/1764540000010-reserve'
import { Phone1764583000000 } from '../../../migrations/1764583000000-phone'
import { Mandates1764545000010 } from '../../../migrations/1764545000010-mandates'

/** One history for all libs, in order. */
export const migrations = [Foundations1763800000000, Consultations1763800100000, BallotBox1763800200000, Inclusion1763800300000, Search1763900000000, Jobs1763900100000, Tokens1763900200000, SessionEntries1763900300000, Console1763900400000, HotPaths1763900500000, Languages1763900600000, ErasedAccounts1763900700000, SupportOfAnAccount1763900800000, Counting1763900900000, Currency1763901000000, Questionnaires1764000000000, Comments1764000100000, Moderation1764000110000, ProposalDrafts1764000200000, ProposalRules1764000210000, ProposalAnswers1764000220000, ImportedProposals1764000230000, News1764000300000, Meetings1764000400000, LargeBoxes1764300000000, Coauthors1764400000000, Amendments1764400100000, Reshapings1764400200000, Attachments1764410000000, Imports1764420000000, ListFilters1764420100000, QuestionnaireJobs1764430000000, OwnRecord1764440000000, LettersResumed1764440100000, SavedFilters1764440200000, Territory1764450000000, Centres1764500000000, DeskActs1764510000000, ImportsTakenBack1764520000000, Habilitation1764540000000, Reserve1764540000010, Mandates1764545000010, TurnoutByPlace1764550000000, SignedOnce1764555000000, OneEntryAVisit1764555000005, DeskPeople1764555000010, Kiosks1764560000000, Erasures1764570000000, PaperKits1764580000000, PaperBatches1764580000100, DeskDay1764581000000, Claims1764582000000, FollowUps1764582000010, HeldReceipts1764582000020, Phone1764583000000, Duplicates1764584000000, TypedNames1764585000000]

/** Key of platform.setting under which the last migration's name stands, for roles that may not read the history itself. */
export const MIGRATION_SETTING = 'migration'

export const lastMigration = (): string => migrations.at(-1)?.name ?? ''

/** Connections of the running service: the application role. Entities come from the modules that declare them. */
export function applicationOptions(config: Config): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.databaseUrl,
    applicationName: 'parvis',
    synchronize: false,
    poolSize: 20,
    extra: {
      // Five hundred people at once wait for a connection; they are not refused.
      connectionTimeoutMillis: 20_000,
      statement_timeout: 20_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
    },
  }
}

/** Several processes may start at once: one changes the structure, the others wait for it. Advisory lock of the database. */
export const MIGRATIONS_LOCK = 'parvis:migrate'

/**
 * The owner role, for migrations, seeds and backups only: the running service never holds it.
 * @param history the migrations it knows: all, or those an older state was made by
 */
export const ownerDataSource = (url: string, history = migrations): DataSource => new DataSource({
  type: 'postgres', url, applicationName: 'parvis-owner', synchronize: false, poolSize: 4, migrations: history, migrationsTransactionMode: 'each',
})
