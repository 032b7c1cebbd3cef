"""Seventh layer: what happened to whom, gathered sentence by sentence into episodes.

An episode is one person's course of one treatment (or of treatments told in one breath with one verdict), or one
story of an illness: having it, its onset, or how it was recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.assertion import is_negated, is_told
from kg.extract.reading import CueHit, Episode, MentionDraft, OutcomeHit, PostReading, Reading, SentenceReading
from kg.extract.topic import branch_treatment
from kg.model import Experiencer, Kind, OutcomeValue
from kg.vocabulary import load_narrower

__all__ = ["find_episodes"]

#: Characters between two treatments that are still told in one breath ("A, B and then C").
_LIST_GAP = 18
#: Characters between treatments that one verdict may be about together.
_SHARED_GAP = 80
#: Sentences after which a verdict no longer belongs to the treatment last named.
_VERDICT_REACH = 2
#: What an outcome after stopping says of the treatment.
_TURNED = {OutcomeValue.WORSENED: OutcomeValue.IMPROVED, OutcomeValue.IMPROVED: OutcomeValue.WORSENED}
_ONCE = re.compile(r"\b(?:once|when|whenever|after|since|if|every time|each time|the moment|as soon as)\b[^.]{0,20}$")
#: What follows a verb of believing that is about a method, not about a person ("does not believe in resting").
_BELIEF_IN = re.compile(r"\bbelieves? in\b")
#: Words by which a sentence goes on about what was just said.
_BACKWARD = frozenset(("it", "this", "that", "they", "these", "those", "side", "both", "which"))
#: Words that pass one verdict on all that was tried.
_NOTHING = re.compile(r"(?:nothing|none|neither|no)\b")
#: Characters from words of worsening to a treatment that is their object.
_OBJECT_REACH = 6
#: Characters between a cue of having or causing and what it is about.
_CUE_REACH = 40
#: Stressors that the cues of recognition stand for.
_RECOGNITION = {"dismissed": "not being believed", "misdiagnosed": "misdiagnosis"}


def find_episodes(reading: Reading) -> None:
    """Add the episodes that the posts tell, in the order of posts and sentences."""
    for annotated in reading.posts.values():
        gathered = _Gathering(annotated, reading)
        for sentence in annotated.sentences:
            if not sentence.quoted:
                gathered.read(sentence)
        reading.episodes.extend(gathered.episodes)


class _Gathering:
    """The episodes of one post, while its sentences are read in order."""

    def __init__(self, annotated: PostReading, reading: Reading) -> None:
        self.episodes: list[Episode] = []
        self._annotated = annotated
        self._reading = reading
        #: The episodes that a verdict without a treatment belongs to, and the sentences since they were told.
        self._current: list[Episode] = []
        self._age = 0

    def read(self, sentence: SentenceReading) -> None:
        """Gather from one sentence: treatments and their verdicts, then stories of the illness itself."""
        self._age += 1
        runs = self._treatment_episodes(sentence)
        illness = self._tell_illness(sentence)
        for outcome in sentence.outcomes:
            if illness is not None and not runs:
                illness.outcomes.append((outcome, sentence))
            else:
                self._settle(outcome, sentence, runs)
        self._tell_recognition(sentence)

    def _treatment_episodes(self, sentence: SentenceReading) -> list[tuple[int, int, Episode]]:
        """Return the sentence's told treatments as (start, end, episode), those in one breath together."""
        told = [
            mention
            for mention in sentence.of_kind(Kind.TREATMENT)
            if not mention.negated and not mention.hypothetical and self._is_somebodys(sentence, mention)
        ]
        runs: list[tuple[int, int, Episode]] = []
        for run in _in_one_breath(told):
            episode = self._episode("treatment", run[0].experiencer, [mention.concept for mention in run], run[0].rule)
            self._take_part(episode, sentence)
            runs.append((run[0].start, run[-1].end, episode))
        treated = [episode for _, _, episode in runs if not _tests() >= set(episode.treatments)]
        if treated:
            self._current, self._age = treated, 0
        return runs

    def _is_somebodys(self, sentence: SentenceReading, mention: MentionDraft) -> bool:
        return mention.experiencer is not Experiencer.NONE and is_told(self._annotated, sentence, mention.start)

    def _settle(self, outcome: OutcomeHit, sentence: SentenceReading, runs: list[tuple[int, int, Episode]]) -> None:
        """Give an outcome to the treatment it is about: in its clause, its sentence, before it, or the topic's."""
        tested = runs
        runs = [run for run in runs if not _tests() >= set(run[2].treatments)]
        if tested and not runs:
            # What came of a test is a finding; it says nothing of a treatment told elsewhere.
            return
        if runs and not _is_complaint(outcome, sentence, runs):
            about = _nearest(outcome, sentence, runs)
        elif outcome.value is OutcomeValue.WORSENED and not _refers_back(self._annotated, sentence):
            about = self._worse(outcome, sentence)
        elif _NOTHING.match(self._annotated.folded, outcome.start):
            about = [e for e in self.episodes if e.story == "treatment" and not e.outcomes] or self._current
        elif self._current and self._age <= _VERDICT_REACH:
            about = self._current
        else:
            about = self._inferred(outcome, sentence)
        if about and _after_stopping(self._annotated, sentence):
            outcome = replace(outcome, value=_TURNED.get(outcome.value, outcome.value))
        for told in about:
            episode = self._heard(told, outcome) if outcome.others else told
            episode.outcomes.append((outcome, sentence))
            self._take_part(episode, sentence)

    def _heard(self, told: Episode, outcome: OutcomeHit) -> Episode:
        """Return the episode of other people with the same treatments; those it helped are not those it harmed."""
        for known in self.episodes:
            same = known.experiencer is Experiencer.OTHERS and known.treatments == told.treatments
            if same and known.outcomes and known.outcomes[0][0].value is outcome.value:
                return known
        heard = Episode(told.post, Experiencer.OTHERS, "treatment", outcome.rule, inferred=told.inferred)
        _add(heard.treatments, told.treatments)
        self.episodes.append(heard)
        return heard

    def _worse(self, outcome: OutcomeHit, sentence: SentenceReading) -> list[Episode]:
        """Return the story of an illness that got worse of itself, where the sentence tells of a complaint."""
        complaints = self._told(sentence, Kind.CONDITION, Kind.SYMPTOM)
        if not complaints:
            return []
        return [self._episode("having", complaints[0].experiencer, [], outcome.rule)]

    def _inferred(self, outcome: OutcomeHit, sentence: SentenceReading) -> list[Episode]:
        """Return an episode of the treatment that the branch is about, where the post names none."""
        person = sentence.person_at(outcome.start)
        treatment = branch_treatment(self._reading, self._annotated)
        if outcome.weak or treatment is None or person is Experiencer.NONE or self._annotated.post.parent is None:
            return []
        episode = self._episode("treatment", person, [treatment], outcome.rule)
        episode.inferred = True
        self._current, self._age = [episode], 0
        return [episode]

    def _tell_illness(self, sentence: SentenceReading) -> Episode | None:
        """Gather who has what, and what set it off; return the story that the sentence tells, if any."""
        complaints = self._told(sentence, Kind.CONDITION, Kind.SYMPTOM)
        causes = [] if sentence.question else list(self._causes(sentence, complaints))
        causes = [row for row in causes if sentence.person_at(row[0].start) is not Experiencer.NONE]
        if causes:
            cause, _, cue = causes[0]
            episode = self._episode("onset", sentence.person_at(cause.start), [], cue)
            self._take_part(episode, sentence)
            _add(episode.stressors, (cause.concept for cause, _, _ in causes if cause.kind is Kind.STRESSOR))
            episode.causes += [(cause.concept, effect) for cause, effect, _ in causes]
            return episode
        conditions = [m for m in complaints if m.kind is Kind.CONDITION and _has_cue(sentence, m, "has", "turned-out")]
        if conditions:
            episode = self._episode("having", conditions[0].experiencer, [], conditions[0].rule)
            self._take_part(episode, sentence)
            return episode
        return None

    def _causes(
        self, sentence: SentenceReading, complaints: list[MentionDraft]
    ) -> Iterator[tuple[MentionDraft, str, str]]:
        """Yield (cause, what it caused, cue) where a cue of causing stands between or before them."""
        possible = [m for m in sentence.of_kind(Kind.STRESSOR, Kind.CONDITION) if not m.negated and not m.hypothetical]
        for cue in sentence.hits("uptake", "caused", "caused-by"):
            if not is_told(self._annotated, sentence, cue.start):
                continue
            by = cue.payload.value == "caused-by"
            cause = _after(cue, possible) if by else _before(cue, possible)
            if cause is None:
                continue
            effects = [m for m in complaints if m is not cause and m.concept != cause.concept]
            effect = (_before(cue, effects) or _after(cue, effects)) if by else _after(cue, effects)
            if effect is not None and (cause.kind is Kind.STRESSOR or cause.experiencer is effect.experiencer):
                yield cause, effect.concept, cue.payload.id

    def _told(self, sentence: SentenceReading, *kinds: Kind) -> list[MentionDraft]:
        return [
            mention
            for mention in sentence.of_kind(*kinds)
            if not mention.negated and not mention.hypothetical and self._is_somebodys(sentence, mention)
        ]

    def _tell_recognition(self, sentence: SentenceReading) -> None:
        """Gather being dismissed, misdiagnosed or believed."""
        for hit in sentence.hits("recognition"):
            value = hit.payload.value
            person = sentence.person_at(hit.start)
            if not is_told(self._annotated, sentence, hit.start) or person is Experiencer.NONE:
                continue
            if is_negated(self._annotated, sentence, hit.start, hit.end):
                # "He never said it was in my head": whoever does not dismiss believes; other denials tell nothing.
                value = "believed" if value == "dismissed" and sentence.of_kind(Kind.CLINICIAN) else ""
            if not value or _BELIEF_IN.search(self._annotated.folded, hit.start, hit.end + len(" in ")):
                continue
            episode = self._episode(
                "recognition", person, [value], f"recognition:{value}:{hit.payload.id.split(':', 2)[2]}"
            )
            self._take_part(episode, sentence)
            if value in _RECOGNITION:
                _add(episode.stressors, [_RECOGNITION[value]])

    def _episode(self, story: str, person: Experiencer, about: list[str], cue: str) -> Episode:
        """Return the person's episode about the same things, or a new one."""
        for episode in self.episodes:
            known = episode.story == story and episode.experiencer is person
            if (
                known
                and story == "treatment"
                and about[0] in episode.treatments
                and set(about) <= set(episode.treatments)
            ):
                return episode
            if known and story in ("having",):
                return episode
            if known and story == "recognition" and episode.cue.split(":")[1] == about[0]:
                return episode
        episode = Episode(self._annotated.post.path, person, story, cue)
        if story == "treatment":
            _add(episode.treatments, about)
        self.episodes.append(episode)
        return episode

    def _take_part(self, episode: Episode, sentence: SentenceReading) -> None:
        """Add a sentence to an episode, with what it mentions of the same person."""
        if sentence in episode.anchors:
            return
        episode.anchors.append(sentence)
        for mention in sentence.mentions:
            if mention.negated or mention.hypothetical or mention.experiencer is not episode.experiencer:
                continue
            parts = _PARTS.get(mention.kind)
            if parts is not None:
                _add(getattr(episode, parts), [mention.concept])


#: Where a mention of a kind goes in an episode; treatments and stressors are placed by their cues.
_PARTS = {Kind.CONDITION: "conditions", Kind.SYMPTOM: "symptoms", Kind.CLINICIAN: "clinicians"}


def _add(known: list[str], concepts: Iterable[str]) -> None:
    known.extend(concept for concept in dict.fromkeys(concepts) if concept not in known)


def _in_one_breath(mentions: list[MentionDraft]) -> Iterator[list[MentionDraft]]:
    """Yield runs of treatments of one person that stand close together."""
    run: list[MentionDraft] = []
    for mention in mentions:
        if run and (mention.start - run[-1].end > _LIST_GAP or mention.experiencer is not run[-1].experiencer):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


def _nearest(outcome: OutcomeHit, sentence: SentenceReading, runs: list[tuple[int, int, Episode]]) -> list[Episode]:
    """Return the episodes whose treatments an outcome is about: same clause first, then those before it.

    Treatments told before a verdict with no other verdict between share it ("A, later B: both useless").
    """
    clause = sentence.clause_of(outcome.start)

    def distance(run: tuple[int, int, Episode]) -> tuple[bool, bool, int]:
        start, end, _ = run
        same = clause in (sentence.clause_of(start), sentence.clause_of(end - 1))
        before = end <= outcome.start
        return (not same, not before, outcome.start - end if before else start - outcome.end)

    nearest = min(runs, key=distance)
    if nearest[1] > outcome.start:
        return [nearest[2]]
    first = max((hit.end for hit in sentence.outcomes if hit.end <= nearest[0]), default=sentence.start)
    shared = [nearest]
    for run in reversed(runs[: runs.index(nearest)]):
        if run[0] >= first and shared[-1][0] - run[1] <= _SHARED_GAP:
            shared.append(run)
    return list(dict.fromkeys(episode for _, _, episode in shared))


def _after_stopping(annotated: PostReading, sentence: SentenceReading) -> bool:
    """Tell whether an outcome came when the treatment was stopped ("worse once I stopped it"), so speaks for it."""
    return any(
        _ONCE.search(annotated.folded, sentence.start, cue.start) is not None
        for cue in sentence.hits("uptake", "stopped")
    )


def _after(cue: CueHit, mentions: list[MentionDraft]) -> MentionDraft | None:
    """Return the nearest mention behind a cue, or None where none is close."""
    return next((m for m in mentions if -1 <= m.start - cue.end <= _CUE_REACH), None)


def _before(cue: CueHit, mentions: list[MentionDraft]) -> MentionDraft | None:
    """Return the nearest mention before a cue, or None where none is close."""
    return next((m for m in reversed(mentions) if -1 <= cue.start - m.end <= _CUE_REACH), None)


def _tests() -> frozenset[str]:
    """Return the treatments that are tests: what is found by them is not what they did."""
    return load_narrower(Kind.TREATMENT, "tests")


def _is_complaint(outcome: OutcomeHit, sentence: SentenceReading, runs: list[tuple[int, int, Episode]]) -> bool:
    """Tell whether words of worsening are about the illness: no treatment stands before them in their clause."""
    if outcome.value is not OutcomeValue.WORSENED or outcome.others:
        return False
    clause = sentence.clause_of(outcome.start)
    told = [run for run in runs if run[1] <= outcome.start]
    if any(0 <= run[0] - outcome.end <= _OBJECT_REACH for run in runs):
        # "I couldn't tolerate it": the treatment is the object of the words themselves.
        return False
    tied = bool(sentence.hits("uptake", "caused", "stopped"))
    return not told or (not tied and all(sentence.clause_of(run[1] - 1) != clause for run in told))


def _refers_back(annotated: PostReading, sentence: SentenceReading) -> bool:
    """Tell whether a sentence goes on about the one before: it opens with `it` or `that`, or names side effects."""
    opening = annotated.folded[sentence.start : sentence.end].split()[:2]
    return bool(_BACKWARD & set(opening)) or bool(sentence.hits("uptake", "caused", "stopped"))


def _has_cue(sentence: SentenceReading, mention: MentionDraft, *values: str) -> bool:
    """Tell whether a cue of having stands close before a mention."""
    return any(0 <= mention.start - cue.end <= _CUE_REACH for cue in sentence.hits("uptake", *values))
