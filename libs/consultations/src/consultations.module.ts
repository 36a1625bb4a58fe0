import { Module } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import { IdentityModule } from '@parvis/identity'
import { ParticipantKeyring } from './ballots/participant-keyring'
import { CharterVersions } from './charter/charter-versions.service'
import { CharterController } from './charter/charter.controller'
import { Charter } from './charter/charter.service'
import { ConsultationLifeController } from './consultations/consultation-life.controller'
import { ConsultationLife } from './consultations/consultation-life.service'
import { ConsultationReads } from './consultations/consultation-reads.service'
import { Consultation } from './consultations/consultation.entity'
import { ConsultationsController } from './consultations/consultations.controller'
import { Consultations } from './consultations/consultations.service'
import { PhaseClock } from './consultations/phase-clock.service'
import { Phase } from './consultations/phase.entity'
import { ProposalReads } from './proposals/proposal-reads.service'
import { Proposal } from './proposals/proposal.entity'
import { ProposalsController } from './proposals/proposals.controller'
import { Proposals } from './proposals/proposals.service'
import { ThemesController } from './themes/themes.controller'

/** Consultations, charter, proposals, votes and results. Needs `InclusionFacts`, which the application binds. */
@Module({
  imports: [IdentityModule, TypeOrmModule.forFeature([Consultation, Phase, Proposal])],
  controllers: [ConsultationsController, ConsultationLifeController, CharterController, ProposalsController, ThemesController],
  providers: [
    Consultations, ConsultationReads, ConsultationLife, PhaseClock, Charter, CharterVersions,
    Proposals, ProposalReads,
    ParticipantKeyring,
  ],
  exports: [Consultations, ConsultationReads, ConsultationLife, PhaseClock, Charter, Proposals, ProposalReads, ParticipantKeyring],
})
export class ConsultationsModule {}
