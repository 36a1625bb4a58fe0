import type { components } from '@parvis/api-client'

type Schemas = components['schemas']

export type Consultation = Schemas['ConsultationView']
export type ConsultationSummary = Schemas['ConsultationSummaryView']
export type Preparation = Schemas['PreparationView']
export type Vote = Schemas['VoteView']
export type VoteOption = Schemas['OptionView']
export type Phase = Schemas['PhaseView']
export type Tally = Schemas['TallyView']
export type Owner = Schemas['OwnerView']
