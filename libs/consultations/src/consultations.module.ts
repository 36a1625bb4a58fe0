import { Module } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import { IdentityModule } from '@parvis/identity'
import { AttachmentFiles } from './attachments/attachment-files.service'
import { AttachmentsController } from './attachments/attachments.controller'
import { Attachments } from './attachments/attachments.service'
import { BallotBox } from './ballots/ballot-box.service'
import { BallotsController } from './ballots/ballots.controller'
import { ContestedEntriesController } from './ballots/contested-entries.controller'
import { ContestedEntries } from './ballots/contested-entries.service'
import { OnlineBallots } from './ballots/online-ballots.service'
import { ParticipantKeyring } from './ballots/participant-keyring'
import { Withdrawals } from './ballots/withdrawals.service'
import { CharterVersions } from './charter/charter-versions.service'
import { CharterController } from './charter/charter.controller'
import { Charter } from './charter/charter.service'
import { CommentReads } from './comments/comment-reads.service'
import { CommentsController } from './comments/comments.controller'
import { Comments } from './comments/comments.service'
import { ImportedComments } from './comments/imported-comments.service'
import { ConsoleFigures } from './console/console-figures.service'
import { ConsoleList } from './console/console-list.service'
import { ConsoleToday } from './console/console-today.service'
import { ConsoleController } from './console/console.controller'
import { SavedFilters } from './console/saved-filters.service'
import { SavedViews } from './console/saved-views.service'
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
import { DebateReads } from './debates/debate-reads.service'
import { DebatesController } from './debates/debates.controller'
import { Debates } from './debates/debates.service'
import { DiscussionFiles } from './debates/discussion-files.service'
import { DuplicatesController } from './duplicates/duplicates.controller'
import { Duplicates } from './duplicates/duplicates.service'
import { ExportArchive } from './exports/export-archive'
import { ExportsController } from './exports/exports.controller'
import { ConsultationExports } from './exports/exports.service'
import { Appeals } from './moderation/appeals.service'
import { ModerationDecisions } from './moderation/decisions.service'
import { ModerationQueue } from './moderation/moderation-queue.service'
import { ModerationRules } from './moderation/moderation-settings.service'
import { ModerationController } from './moderation/moderation.controller'
import { Reports } from './moderation/reports.service'
import { MeetingCalendars } from './meetings/meeting-calendars.service'
import { MeetingDoor } from './meetings/meeting-door.service'
import { MeetingLetters } from './meetings/meeting-letters.service'
import { MeetingQuestions } from './meetings/meeting-questions.service'
import { MeetingReads } from './meetings/meeting-reads.service'
import { MeetingRegistrations } from './meetings/meeting-registrations.service'
import { MeetingsDeskController } from './meetings/meetings-desk.controller'
import { MeetingsStaffController } from './meetings/meetings-staff.controller'
import { MeetingsController } from './meetings/meetings.controller'
import { Meetings } from './meetings/meetings.service'
import { FollowsController } from './follows/follows.controller'
import { Follows } from './follows/follows.service'
import { ForgottenPeople } from './forgotten-people/forgotten-people.service'
import { DigestClock } from './news/digest-clock.service'
import { NewsCollector } from './news/news-collector.service'
import { NewsReads } from './news/news-reads.service'
import { NewsController } from './news/news.controller'
import { Mailings } from './newsletters/mailings.service'
import { NewslettersController } from './newsletters/newsletters.controller'
import { Newsletters } from './newsletters/newsletters.service'
import { OwnRecord } from './participations/own-record.service'
import { ParticipationsController } from './participations/participations.controller'
import { Participations } from './participations/participations.service'
import { AnswerPublication } from './proposal-answers/answer-publication.service'
import { ProposalAnswersController } from './proposal-answers/proposal-answers.controller'
import { ProposalAnswers } from './proposal-answers/proposal-answers.service'
import { ProposalStatuses } from './proposal-answers/proposal-statuses.service'
import { AmendmentReads } from './amendments/amendment-reads.service'
import { AmendmentsController } from './amendments/amendments.controller'
import { Amendments } from './amendments/amendments.service'
import { CoauthorCodes } from './coauthors/coauthor-codes.service'
import { CoauthorsController } from './coauthors/coauthors.controller'
import { Coauthors } from './coauthors/coauthors.service'
import { ReshapingsController } from './reshapings/reshapings.controller'
import { Reshapings } from './reshapings/reshapings.service'
import { ProposalDraftsController } from './proposal-drafts/proposal-drafts.controller'
import { ProposalDrafts } from './proposal-drafts/proposal-drafts.service'
import { SimilarProposals } from './proposal-drafts/similar-proposals.service'
import { ProposalEvaluationsController } from './proposal-evaluations/proposal-evaluations.controller'
import { ProposalEvaluations } from './proposal-evaluations/proposal-evaluations.service'
import { ProposalRulesController } from './proposal-rules/proposal-rules.controller'
import { ProposalRules } from './proposal-rules/proposal-rules.service'
import { ProposalStepsController } from './proposal-steps/proposal-steps.controller'
import { ProposalSteps } from './proposal-steps/proposal-steps.service'
import { ImportedProposals } from './proposals/imported-proposals.service'
import { ProposalReads } from './proposals/proposal-reads.service'
import { Proposal } from './proposals/proposal.entity'
import { ProposalsController } from './proposals/proposals.controller'
import { ProposalMap } from './proposals/proposal-map.service'
import { ProposalPlaces } from './proposals/proposal-places.service'
import { Proposals } from './proposals/proposals.service'
import { AnswerFilesController } from './questionnaires/answer-files.controller'
import { AnswerFiles } from './questionnaires/answer-files.service'
import { AnswerSheetsController } from './questionnaires/answer-sheets.controller'
import { HeldReceiptsController } from './held-receipts/held-receipts.controller'
import { HeldReceipts } from './held-receipts/held-receipts.service'
import { AnswerSheets } from './questionnaires/answer-sheets.service'
import { AnswerWithdrawals } from './questionnaires/answer-withdrawals.service'
import { ContestedParticipationsController } from './questionnaires/contested-participations.controller'
import { ContestedParticipations } from './questionnaires/contested-participations.service'
import { QuestionnaireCounts } from './questionnaires/questionnaire-count.service'
import { QuestionnairePublications } from './questionnaires/questionnaire-publication.service'
import { QuestionnaireResultsController } from './questionnaires/questionnaire-results.controller'
import { QuestionnaireResults } from './questionnaires/questionnaire-results.service'
import { QuestionnaireReviews } from './questionnaires/questionnaire-reviews.service'
import { QuestionnairesController } from './questionnaires/questionnaires.controller'
import { Questionnaires } from './questionnaires/questionnaires.service'
import { JourneysController } from './receipts/journeys.controller'
import { Journeys } from './receipts/journeys.service'
import { ReceiptsController } from './receipts/receipts.controller'
import { Receipts } from './receipts/receipts.service'
import { CountingController } from './results/counting.controller'
import { Draws } from './results/draws.service'
import { Publications } from './results/publication.service'
import { ResultsController } from './results/results.controller'
import { Results } from './results/results.service'
import { Sealing } from './results/sealing.service'
import { Tallies } from './results/tallies.service'
import { WhatIfs } from './results/what-if.service'
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
    ConsultationFilesController, ConsultationsController, ConsultationLifeController, CharterController, ParticipationsController, ProposalsController, ProposalDraftsController, ProposalRulesController,
    ProposalAnswersController, ProposalEvaluationsController, ProposalStepsController, CoauthorsController, AmendmentsController, ReshapingsController, ThemesController,
    VotesController, BallotsController, ContestedEntriesController, CountingController, ResultsController, HeldReceiptsController, ReceiptsController, ExportsController, DuplicatesController,
    ConsoleController, DebatesController, CommentsController, ModerationController,
    MeetingsController, MeetingsStaffController, MeetingsDeskController, QuestionnairesController, AnswerSheetsController, AnswerFilesController, QuestionnaireResultsController, ContestedParticipationsController, AttachmentsController,
    NewsController, FollowsController, NewslettersController, JourneysController,
  ],
  providers: [
    Consultations, ConsultationReads, ConsultationFiles, ConsultationLife, PhaseClock, Charter, CharterVersions,
    Proposals, ProposalPlaces, ProposalMap, ProposalReads, ImportedProposals, ProposalDrafts, SimilarProposals, ProposalRules, ProposalAnswers, AnswerPublication, ProposalStatuses, ProposalEvaluations, ProposalSteps, Coauthors, CoauthorCodes, Amendments, AmendmentReads, Reshapings, OwnRecord, ForgottenPeople, Participations,
    VotesService, ParticipantKeyring, BallotBox, OnlineBallots, Withdrawals, ContestedEntries, Duplicates,
    Sealing, Tallies, Draws, Publications, WhatIfs, Results, Receipts, ImportedVotes, ExportArchive, ConsultationExports,
    ConsoleFigures, ConsoleList, ConsoleToday, SavedFilters, SavedViews,
    Debates, DebateReads, DiscussionFiles, Comments, CommentReads, ImportedComments, ModerationRules, Reports, ModerationQueue, ModerationDecisions, Appeals,
    Meetings, MeetingReads, MeetingRegistrations, MeetingDoor, MeetingQuestions, MeetingLetters, MeetingCalendars, Questionnaires, AnswerSheets, AnswerWithdrawals, HeldReceipts, AnswerFiles, QuestionnaireResults, QuestionnaireCounts, QuestionnairePublications, ContestedParticipations, QuestionnaireReviews, Attachments, AttachmentFiles,
    NewsCollector, NewsReads, DigestClock, Follows, Mailings, Newsletters, Journeys,
  ],
  exports: [
    Debates, DebateReads, Comments, CommentReads, ImportedComments, Reports, ModerationRules, ModerationDecisions, ModerationQueue, Appeals,
    Consultations, ConsultationReads, ConsultationLife, PhaseClock, Charter, Proposals, ProposalReads, ImportedProposals,
    ProposalDrafts, ProposalRules, ProposalAnswers, AnswerPublication, ProposalStatuses, ProposalEvaluations, ProposalSteps, Coauthors, CoauthorCodes, Amendments, AmendmentReads, Reshapings,
    VotesService, ParticipantKeyring, BallotBox, OnlineBallots, Withdrawals, ContestedEntries, Sealing, Tallies, Publications, Results, Receipts, ImportedVotes,
    Meetings, MeetingReads, MeetingRegistrations, MeetingDoor, MeetingQuestions, MeetingLetters,
    Questionnaires, AnswerSheets, AnswerWithdrawals, AnswerFiles, QuestionnaireResults, QuestionnaireCounts, QuestionnairePublications, ContestedParticipations, QuestionnaireReviews, Attachments,
    NewsReads, Follows, Mailings, Newsletters,
  ],
})
export class ConsultationsModule {}
