import { Module } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import { ConsultationsModule } from '@parvis/consultations'
import { IdentityModule } from '@parvis/identity'
import { AssistedCompany } from './assisted-sessions/assisted-company.service'
import { AssistedEntries } from './assisted-sessions/assisted-entries.service'
import { AssistedSessionsController } from './assisted-sessions/assisted-sessions.controller'
import { AssistedSessions } from './assisted-sessions/assisted-sessions.service'
import { CentreFiles } from './centres/centre-files.service'
import { CentreImports } from './centres/centre-imports.service'
import { Centre } from './centres/centre.entity'
import { CentresConsoleController } from './centres/centres-console.controller'
import { CentresConsole } from './centres/centres-console.service'
import { CentresController } from './centres/centres.controller'
import { Centres } from './centres/centres.service'
import { ConsentTextsController } from './consent-texts/consent-texts.controller'
import { ConsentTexts } from './consent-texts/consent-texts.service'
import { DeskController } from './desk/desk.controller'
import { Desk } from './desk/desk.service'
import { EquityController } from './equity/equity.controller'
import { Equity } from './equity/equity.service'
import { HabilitationDecisions } from './habilitations/habilitation-decisions.service'
import { HabilitationsController } from './habilitations/habilitations.controller'
import { Habilitations } from './habilitations/habilitations.service'
import { ConsentRequests } from './mandates/consent-requests.service'
import { MandatesConsole } from './mandates/mandates-console.service'
import { MandatesController } from './mandates/mandates.controller'
import { Mandates } from './mandates/mandates.service'
import { OrganisationsController } from './organisations/organisations.controller'
import { Organisations } from './organisations/organisations.service'
import { ReserveMissions } from './reserve/reserve-missions.service'
import { ReserveController } from './reserve/reserve.controller'
import { Reserve } from './reserve/reserve.service'
import { TrainingController } from './training/training.controller'
import { Training } from './training/training.service'

@Module({
  imports: [TypeOrmModule.forFeature([Centre]), IdentityModule, ConsultationsModule],
  controllers: [CentresController, CentresConsoleController, ConsentTextsController, OrganisationsController, HabilitationsController, TrainingController, ReserveController, DeskController, EquityController, MandatesController, AssistedSessionsController],
  providers: [Centres, CentreFiles, CentreImports, CentresConsole, ConsentTexts, Organisations, Habilitations, HabilitationDecisions, Training, Reserve, ReserveMissions, Desk, Equity, ConsentRequests, Mandates, MandatesConsole, AssistedSessions, AssistedEntries, AssistedCompany],
  exports: [ConsentRequests],
})
export class InclusionModule {}
