import { Module } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import { IdentityModule } from '@parvis/identity'
import { BallotBox } from './ballots/ballot-box.service'
import { BallotsController } from './ballots/ballots.controller'
import { ContestedEntriesController } from './ballots/contested-entries.controller'
import { ContestedEntries } from './ballots/contested-entries.service'
import { OnlineBallots } from './ballots/online-ballots.service'
import { ParticipantKeyring } from './ballots/participant-keyring'
import { CharterVersions } from './charter/charter-versions.service'
import { CharterController } from './charter/charter.controller'
import { Charter } from './charter/charter.service'
import { ConsultationFilesController } from './consultations/consultation-files.controller'
import { ConsultationFiles } from './consultations/consultation-files.service'
import { ConsultationLifeController } from './consultations/consultation-life.controller'
import { ConsultationLife } from './consultations/consultation-life.service'
import { ConsultationReads } from './consultations/consultation-reads.service'
import { Consultation } from './consultations/consultation.entity'
import { ConsultationsController } from './consultations/consultations.controller'
import { Consultations } from './consultations/consultations.service'
import { PhaseClock } from './consultations/phase-clock.service'
import { Phase } from './consultations/phase.entity'
import { ExportArchive } from './exports/export-archive'
import { ExportsController } from './exports/exports.controller'
import { ConsultationExports } from './exports/exports.service'
import { ProposalReads } from './proposals/proposal-reads.service'
import { Proposal } from './proposals/proposal.entity'
import { ProposalsController } from './proposals/proposals.controller'
import { Proposals } from './proposals/proposals.service'
import { ReceiptsController } from './receipts/receipts.controller'
import { Receipts } from './receipts/receipts.service'
import { CountingController } from './results/counting.controller'
import { Publications } from './results/publication.service'
import { ResultsController } from './results/results.controller'
import { Results } from './results/results.service'
import { Sealing } from './results/sealing.service'
import { Tallies } from './results/tallies.service'
import { ThemesController } from './themes/themes.controller'
import { ImportedVotes } from './votes/imported-votes.service'
import { VoteOption } from './votes/vote-option.entity'
import { Vote } from './votes/vote.entity'
import { VotesController } from './votes/votes.controller'
import { VotesService } from './votes/votes.service'

/** Consultations, charter, proposals, votes and results. Needs `InclusionFacts`, which the application binds. */
@Module({
  imports: [IdentityModule, TypeOrmModule.forFeature([Consultation, Phase, Proposal, Vote, VoteOption])],
  controllers: [
    ConsultationFilesController, ConsultationsController, ConsultationLifeController, CharterController, ProposalsController, ThemesController,
    VotesController, BallotsController, ContestedEntriesController, CountingController, ResultsController, ReceiptsController, ExportsController,
  ],
  providers: [
    Consultations, ConsultationReads, ConsultationFiles, ConsultationLife, PhaseClock, Charter, CharterVersions,
    Proposals, ProposalReads,
    VotesService, ParticipantKeyring, BallotBox, OnlineBallots, ContestedEntries,
    Sealing, Tallies, Publications, Results, Receipts, ImportedVotes, ExportArchive, ConsultationExports,
  ],
  exports: [
    Consultations, ConsultationReads, ConsultationLife, PhaseClock, Charter, Proposals, ProposalReads,
    VotesService, ParticipantKeyring, BallotBox, OnlineBallots, ContestedEntries, Sealing, Tallies, Publications, Results, Receipts, ImportedVotes,
  ],
})
export class ConsultationsModule {}
