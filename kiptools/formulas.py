"""Where each number of a report comes from: formula and sources, one `Method` for every public analysis.

An analysis rests on others: what it shows with a range needs the range's formula too. `methods_used` brings
these together. Formulas are written in signs alone, and sources as they are cited, so that neither has to be
translated; what the signs stand for is said in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiptools.messages import Message, message

__all__ = ["METHODS", "Formulas", "Method", "formulas_of", "methods_used"]


@dataclass(frozen=True)
class Method:
    """What an analysis computes.

    Parameters
    ----------
    name : str
        The public function.
    says : Message
        What it is, and what the signs in the formulas stand for.
    formulas : tuple of str
    sources : tuple of str
        Bibliographic references; none where the rule is the kit's own or plain counting.
    needs : tuple of str
        Names of other methods that it rests on; of the two intervals of a share only the one that applies counts.
    """

    name: str
    says: Message
    formulas: tuple[str, ...]
    sources: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


_UNITS = "u = (s − min) / (max − min)"
_HOLM_STEPS = "p* = max(min(1, (m − j + 1) · p₍ⱼ₎)),  1 ≤ j ≤ i"
_DELTA_RANGE = (
    "(θ − θ₀)² ≤ z² · θ₀ (1 − θ₀) · (1 + (n̄ − 1) · q) / (n₁ · n₂)",
    "q = (1 − θ₀) / (2 − θ₀) + θ₀ / (1 + θ₀)",
    "θ = (δ + 1) / 2,  n̄ = (n₁ + n₂) / 2",
)
_SHARES = ("wilson_interval", "finite_population_interval")

_AAPOR_RATES = (
    "American Association for Public Opinion Research (2023). Standard Definitions: Final Dispositions of Case Codes "
    "and Outcome Rates for Surveys, 10th edition."
)
_ALPHA = "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16, 297–334."
_CLIFF = (
    "Cliff, N. (1993). Dominance statistics: ordinal analyses to answer ordinal questions. Psychological Bulletin "
    "114, 494–509."
)
_BORICH = (
    "Borich, G. D. (1980). A needs assessment model for conducting follow-up studies. Journal of Teacher Education "
    "31(3), 39–42."
)
_KIRKPATRICK = (
    "Kirkpatrick, D. L. & Kirkpatrick, J. D. (2006). Evaluating Training Programs: The Four Levels, 3rd edition. "
    "Berrett-Koehler."
)
_KRATHWOHL = (
    "Krathwohl, D. R. (2002). A revision of Bloom's taxonomy: an overview. Theory into Practice 41(4), 212–218."
)
_NEWTON = (
    "Newton, P. M., Da Silva, A. & Peters, L. G. (2020). A pragmatic master list of action verbs for Bloom's taxonomy. "
    "Frontiers in Education 5, 107."
)
_NAEINI = (
    "Naeini, M. P., Cooper, G. F. & Hauskrecht, M. (2015). Obtaining well calibrated probabilities using Bayesian "
    "binning. Proceedings of the AAAI Conference on Artificial Intelligence 29."
)
_COCHRAN = "Cochran, W. G. (1977). Sampling Techniques, 3rd edition. Wiley."
_GROVES = "Groves, R. M. et al. (2009). Survey Methodology, 2nd edition. Wiley."
_HOROWITZ = (
    "Horowitz, J. L. & Manski, C. F. (1998). Censoring of outcomes and regressors due to survey nonresponse: "
    "identification and estimation using weights and imputations. Journal of Econometrics 84, 37–58."
)
_COHEN = (
    "Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial "
    "credit. Psychological Bulletin 70, 213–220."
)
_FELDT = (
    "Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty. "
    "Psychometrika 30, 357–370."
)
_HOLM = (
    "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, "
    "65–70."
)
_HUNDEPOOL = (
    "Hundepool, A., Domingo-Ferrer, J., Franconi, L., Giessing, S., Schulte Nordholt, E., Spicer, K. & de Wolf, P.-P. "
    "(2012). Statistical Disclosure Control. Wiley."
)
_KENDALL = (
    "Kendall, M. G. & Babington Smith, B. (1939). The problem of m rankings. Annals of Mathematical Statistics 10, "
    "275–287."
)
_KISH = "Kish, L. (1965). Survey Sampling. Wiley."
_MARTILLA = "Martilla, J. A. & James, J. C. (1977). Importance-performance analysis. Journal of Marketing 41(1), 77–79."
_MAZZA = (
    "Mazza, G. L., Enders, C. K. & Ruehlman, L. S. (2015). Addressing item-level missing data: a comparison of "
    "proration and full information maximum likelihood estimation. Multivariate Behavioral Research 50, 504–519."
)
_NEWCOMBE_DELTA = (
    "Newcombe, R. G. (2006). Confidence intervals for an effect size measure based on the Mann–Whitney statistic. "
    "Part 2: asymptotic methods and evaluation. Statistics in Medicine 25, 559–573."
)
_STREITBERG = (
    "Streitberg, B. & Röhmel, J. (1986). Exact distributions for permutation and rank tests: an introduction to some "
    "recently published algorithms. Statistical Software Newsletter 12, 10–17."
)
_WASSERMAN = (
    "Wasserman, S. & Faust, K. (1994). Social Network Analysis: Methods and Applications. Cambridge University Press."
)
_WILCOXON = "Wilcoxon, F. (1945). Individual comparisons by ranking methods. Biometrics Bulletin 1, 80–83."


METHODS = (
    Method(
        "distribution",
        message("How many partners (x) of those who answered a question (n) gave each answer, and their share."),
        ("p = x / n",),
    ),
    Method(
        "agreement",
        message(
            "Share of partners on the favourable side: x of the n who answered. For a topic, x counts those whose mean "
            "over the k statements answered is above one half; s is an answer's score, turned round where disagreeing "
            "is favourable, and at least two thirds of the K statements must be answered."
        ),
        ("p = x / n", _UNITS, "ū = Σ u / k,  k ≥ ⅔ K,  ū > ½"),
        (_MAZZA,),
        _SHARES,
    ),
    Method(
        "describe",
        message(
            "Mean, variance and range of the scores s of the n who answered, N being all who were asked; how far they "
            "agree on a scale of A levels (r); how far they stand in two camps (P, from 0 to 1)."
        ),
        (
            "s̄ = Σ s / n",
            "v = Σ (s − s̄)² / (n − 1)",
            "s̄ ± t · √(v / n) · √(1 − n / N),  df = n − 1",
            "r = 1 − v / ((A² − 1) / 12)",
            "P = 4 · Σ (u − ū)² / n,  " + _UNITS,
        ),
        (
            _COCHRAN,
            "James, L. R., Demaree, R. G. & Wolf, G. (1984). Estimating within-group interrater reliability with and "
            "without response bias. Journal of Applied Psychology 69, 85–98.",
            "LeBreton, J. M. & Senter, J. L. (2008). Answers to 20 questions about interrater reliability and "
            "interrater agreement. Organizational Research Methods 11, 815–852.",
        ),
    ),
    Method(
        "compare",
        message(
            "Each group's answers x with those of all others y, pair by pair (δ, and the range of the values θ₀ that "
            "go with it); how often chance alone would bring about so great a difference, from all ways of sharing "
            "out the ranks whose sum is W (p), more strictly the more comparisons (m) there are (p*); all groups g at "
            "once (H)."
        ),
        (
            "δ = (#(x > y) − #(x < y)) / (n₁ · n₂)",
            *_DELTA_RANGE,
            "p = P(|W − E(W)| ≥ |w − E(W)|)",
            "N > 300:  p = 2 · Φ(−(|w − E(W)| − ½) / σ(W))",
            _HOLM_STEPS,
            "H = (N − 1) · Σ n_g (R̄_g − R̄)² / Σ (R − R̄)²",
        ),
        (
            _CLIFF,
            _NEWCOMBE_DELTA,
            _WILCOXON,
            _STREITBERG,
            _HOLM,
            "Kruskal, W. H. & Wallis, W. A. (1952). Use of ranks in one-criterion variance analysis. Journal of the "
            "American Statistical Association 47, 583–621.",
        ),
        ("newcombe_interval",),
    ),
    Method(
        "compare_items",
        message(
            "Several statements rated by the same n partners: each partner's answers to the k statements are put in "
            "order (ranks R, equal ones shared); W tells how far partners agree on the order, from 0 to 1. With two "
            "statements, the ranks of the differences d."
        ),
        (
            "Q = (k − 1) · Σ (R̄ᵢ − R̄)² · n² / Σ (R − R̄)²",
            "W = Q / (n · (k − 1))",
            "V = Σ R(|d|),  d > 0",
        ),
        (
            "Friedman, M. (1937). The use of ranks to avoid the assumption of normality implicit in the analysis of "
            "variance. Journal of the American Statistical Association 32, 675–701.",
            _KENDALL,
            _WILCOXON,
            _STREITBERG,
        ),
    ),
    Method(
        "score",
        message(
            "A partner's score on a topic: the mean of the k statements answered, if they are at least two thirds of "
            "its K statements."
        ),
        ("ū = Σ u / k,  k ≥ ⅔ K", _UNITS),
        (_MAZZA,),
    ),
    Method(
        "reliability",
        message(
            "How well the k statements of a topic go together among the n partners who answered all of them: from the "
            "variances of the statements (vᵢ) and of their sum (v), and from loadings λ on one common factor."
        ),
        (
            "α = k / (k − 1) · (1 − Σ vᵢ / v)",
            "1 − (1 − α) · F,  df = n − 1, (n − 1)(k − 1)",
            "ω = (Σ λ)² / ((Σ λ)² + Σ (1 − λ²))",
        ),
        (
            _ALPHA,
            _FELDT,
            "McDonald, R. P. (1999). Test Theory: A Unified Treatment. Erlbaum.",
            "Harman, H. H. & Jones, W. H. (1966). Factor analysis by minimizing residuals (minres). Psychometrika 31, "
            "351–368.",
        ),
    ),
    Method(
        "priorities",
        message(
            "Mean importance beside mean experience, each from 0 to 1, with ranges, and the lines that divide them."
        ),
        (_UNITS, "ū ± t · √(v / n) · √(1 − n / N),  df = n − 1"),
        (
            _MARTILLA,
            "Oh, H. (2001). Revisiting importance–performance analysis. Tourism Management 22, 617–627.",
        ),
    ),
    Method(
        "conversation_agenda",
        message(
            "What a point to talk about weighs, by a rule of this kit: its importance (I), its experience (E), how far "
            "partners stand in two camps (P), and how far one group stands from all others, where that is clear (δ)."
        ),
        ("I · (1 − E) · (1 + P) · (1 + |δ|)",),
        (),
        ("describe", "compare", "priorities"),
    ),
    Method(
        "response_rates",
        message(
            "Who answered, of all who could have: completely (I) or in part (P); refused (R), not reached (NC), other "
            "reasons (O); not known whether they belong to those asked (UH, UO), of whom a share e is taken to belong."
        ),
        (
            "RR1 = I / ((I + P) + (R + NC + O) + (UH + UO))",
            "RR2 = (I + P) / ((I + P) + (R + NC + O) + (UH + UO))",
            "RR3 = I / ((I + P) + (R + NC + O) + e · (UH + UO))",
            "RR4 = (I + P) / ((I + P) + (R + NC + O) + e · (UH + UO))",
            "RR5 = I / ((I + P) + (R + NC + O))",
            "RR6 = (I + P) / ((I + P) + (R + NC + O))",
        ),
        (_AAPOR_RATES,),
    ),
    Method(
        "who_answered",
        message("How many partners of each kind were asked (N) and how many of them answered (n)."),
        ("n / N",),
        (_AAPOR_RATES,),
    ),
    Method(
        "bounds",
        message(
            "The least and the most that can be true: if all N − n silent partners were on the unfavourable side, "
            "or all on the favourable side (x of n who answered are)."
        ),
        ("x / N ≤ p ≤ (x + N − n) / N",),
        (_HOROWITZ,),
    ),
    Method(
        "early_late",
        message(
            "The later half of those who answered compared with the earlier half, in the order of the file, because "
            "late answers resemble those that never came, though only so far."
        ),
        ("δ = (#(x > y) − #(x < y)) / (n₁ · n₂)",),
        (
            "Lin, I.-F. & Schaeffer, N. C. (1995). Using survey participants to estimate the impact of "
            "nonparticipation. Public Opinion Quarterly 59, 236–258.",
        ),
        ("compare",),
    ),
    Method(
        "rake",
        message(
            "Weights w that make several kinds of partners count as in the register: for one kind after the other, "
            "the weights of each group are multiplied so that they add up to the group's number in the register (N_g), "
            "until nothing changes. They amount to n′ answers of equal weight."
        ),
        ("w ← w · N_g / Σ_g w", "n′ = (Σ w)² / Σ w²"),
        (
            "Deming, W. E. & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when "
            "the expected marginal totals are known. Annals of Mathematical Statistics 11, 427–444.",
            "Holt, D. & Smith, T. M. F. (1979). Post stratification. Journal of the Royal Statistical Society, Series "
            "A 142, 33–46.",
            _KISH,
        ),
    ),
    Method(
        "change",
        message(
            "Answers before (x) and after (y). Of the same partners: how many (i) of those who changed their "
            "rating (c) improved it, with the range of that share, and the ranks R of the differences d. Of "
            "surveys without names: all pairs of an earlier and a later answer (δ). The more "
            "comparisons (m), the stricter (p*)."
        ),
        (
            "p = i / c",
            "V = Σ R(|d|),  d = y − x > 0",
            "δ = (#(y > x) − #(y < x)) / (n₁ · n₂)",
            *_DELTA_RANGE,
            _HOLM_STEPS,
        ),
        (
            "McNemar, Q. (1947). Note on the sampling error of the difference between correlated proportions or "
            "percentages. Psychometrika 12, 153–157.",
            _WILCOXON,
            _STREITBERG,
            _CLIFF,
            _NEWCOMBE_DELTA,
            _HOLM,
        ),
        ("newcombe_interval",),
    ),
    Method(
        "pre_then_post",
        message(
            "One's own abilities as rated before (pre), afterwards (post), and afterwards for the time before (then); "
            "then − pre is how far the yardstick has moved."
        ),
        ("post − pre,  post − then,  then − pre",),
        (
            "Howard, G. S. (1980). Response-shift bias: a problem in evaluating interventions with pre/post "
            "self-reports. Evaluation Review 4, 93–106.",
        ),
        ("change",),
    ),
    Method(
        "estimate",
        message(
            "Means, shares and totals of answers y with weights w, for a register divided into strata h of N_h "
            "partners, n_h of whom answered; z is what an answer adds to the estimate."
        ),
        (
            "ȳ = Σ w y / Σ w",
            "V = Σ_h (1 − n_h / N_h) · n_h / (n_h − 1) · Σ (z − z̄_h)²",
            "z = w (y − ȳ) / Σ w",
            "logit p ± t · √V / (p (1 − p))",
        ),
        (
            _COCHRAN,
            "Binder, D. A. (1983). On the variances of asymptotically normal estimators from complex surveys. "
            "International Statistical Review 51, 279–292.",
            "Lumley, T. (2010). Complex Surveys: A Guide to Analysis Using R. Wiley.",
        ),
    ),
    Method(
        "wilson_interval",
        message(
            "Range of a share p of n answers, if those who answered stand for many more; z is 1.96 for a range that "
            "holds in 95 of 100 cases."
        ),
        ("(p + z² / 2n ± z · √(p (1 − p) / n + z² / 4n²)) / (1 + z² / n)",),
        (
            "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of "
            "the American Statistical Association 22, 209–212.",
            "Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion: comparison of seven "
            "methods. Statistics in Medicine 17, 857–872.",
        ),
    ),
    Method(
        "finite_population_interval",
        message(
            "Range of the number of partners (M) of all N who were asked: every number with which chance would bring "
            "about so many (x) or so few of the n who answered in more than α/2 of all cases (1 in 40 for a range that "
            "holds in 95 of 100 cases)."
        ),
        ("P(X ≥ x; M) > α/2,  P(X ≤ x; M) > α/2", "P(X = i; M) = C(M, i) · C(N − M, n − i) / C(N, n)"),
        (
            "Wendell, J. P. & Schmee, J. (2001). Likelihood confidence intervals for proportions in finite "
            "populations. The American Statistician 55, 55–61.",
        ),
    ),
    Method(
        "newcombe_interval",
        message("Range of the difference of two shares p, from the ranges (l to u) of each."),
        (
            "p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²)",
            "p₁ − p₂ + √((u₁ − p₁)² + (p₂ − l₂)²)",
        ),
        (
            "Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: "
            "comparison of eleven methods. Statistics in Medicine 17, 873–890.",
        ),
        ("wilson_interval",),
    ),
    Method(
        "coverage",
        message("How many partners of today there are of each kind; they are asked, and nobody else."),
        ("N = Σ Nₕ",),
        (_GROVES,),
    ),
    Method(
        "sample_size",
        message(
            "How many answers (n) a share p of N partners takes, so that it is known to ± d; χ² is 3.841 for a range "
            "that holds in 95 of 100 cases. For very many partners z, which is then 1.96, stands in its place. So many "
            "(m) are invited, if a share ρ of them answers."
        ),
        (
            "n = χ² · N · p (1 − p) / (d² (N − 1) + χ² · p (1 − p))",
            "n = z² · p (1 − p) / d²",
            "m = ⌈n / ρ⌉",
        ),
        (
            "Krejcie, R. V. & Morgan, D. W. (1970). Determining sample size for research activities. Educational and "
            "Psychological Measurement 30, 607–610.",
            _COCHRAN,
        ),
    ),
    Method(
        "draw_sample",
        message(
            "How many of the Nₕ partners of a kind are drawn (nₕ): m of each kind at least, or all of them; the "
            "others in proportion, one after the other, each of the kind whose dₕ is largest then (Sainte-Laguë). Each "
            "was as likely to be drawn as the others of its kind (π), and stands for 1 / π partners."
        ),
        ("nₕ ≥ min(m, Nₕ),  Σ nₕ = n", "dₕ = Nₕ / (2 nₕ + 1)", "π = nₕ / Nₕ,  Σ 1 / π = N"),
        (
            _COCHRAN,
            "Balinski, M. L. & Young, H. P. (1982). Fair Representation. Yale University Press.",
            "Ohlsson, E. (1995). Coordination of samples using permanent random numbers. In Cox, B. G. et al. (eds.), "
            "Business Survey Methods, 153–169. Wiley.",
        ),
    ),
    Method(
        "expected_precision",
        message(
            "Range of the number of partners (M), if r of the n who are asked answer and x of them are favourable: "
            "exact, if the silent ones think alike; and from the lower end for none of the silent ones to the upper "
            "end (u) for all of them."
        ),
        ("r = ρ · n,  x = p · r", "l(x; n, N) ≤ M ≤ u(x + n − r; n, N)"),
        (_HOROWITZ,),
        ("finite_population_interval",),
    ),
    Method(
        "composition",
        message(
            "How many partners are of each kind, and their share (p) of those for whom the list says it: the chance "
            "that two partners drawn with replacement are of different kinds (B), Shannon's index (H), and how many "
            "equally frequent kinds would be as varied (N)."
        ),
        ("B = 1 − Σ p²", "H = −Σ p · ln p", "N = eᴴ"),
        (
            "Blau, P. M. (1977). Inequality and Heterogeneity. Free Press.",
            "Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27, "
            "379–423, 623–656.",
            "Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. Ecology 54, "
            "427–432.",
        ),
    ),
    Method(
        "pipeline",
        message("How many organisations (n) are potential, current and former partners, by kind; the convenor apart."),
        ("n = Σ nₖ",),
    ),
    Method(
        "concentration",
        message(
            "The share (C) of all joint activities (a) that the busiest fifth (k) of the n partners with a number has; "
            "an activity with several partners counts for each of them."
        ),
        ("k = ⌈n / 5⌉", "C = Σ a₍ᵢ₎ / Σ a,  1 ≤ i ≤ k,  a₍₁₎ ≥ a₍₂₎ ≥ …"),
    ),
    Method(
        "contact_debt",
        message(
            "A contact is overdue by d days if more days have passed since the last one (t) than the promise allows "
            "(m, the longest span that its words can mean); the list is ordered by r."
        ),
        ("d = t − m,  d > 0", "r = t / m"),
    ),
    Method(
        "inactivity",
        message(
            "A partner is inactive if the last day (l) on the list lies before the same day (s) of the calendar so "
            "many months ago. Without a day, the number of joint activities in twelve months (a) tells it for a rule "
            "of so many months (m), where it can."
        ),
        ("l < s", "a = 0,  m ≤ 12"),
    ),
    Method(
        "completeness",
        message("The share (q) of the fields that apply to a partner (e) that are filled in (f)."),
        ("q = f / e",),
    ),
    Method(
        "by_source",
        message(
            "How many partners (n) were found in each way, and of their joint activities (a) the sum and the median."
        ),
        ("n = Σ nₖ", "A = Σ a", "ã"),
    ),
    Method(
        "documents",
        message(
            "A document has expired if its last day (l) lies before the day of the list (t), and ends soon if it lies "
            "no later than the same day of the calendar so many months later (u)."
        ),
        ("l < t", "t ≤ l ≤ u"),
    ),
    Method(
        "representation",
        message(
            "The partners (x) of a category among the n partners compared, beside the category's share (q) in a "
            "reference list, whose numbers are e: how many times as large their share is (R), and how many partners "
            "there would be if they were spread like the reference (E). A difference counts where q lies outside the "
            "range of p and n is ten or more; none at all is said where E is at least 1."
        ),
        ("p = x / n", "q = e / Σ e", "R = p / q", "E = q · n"),
        ("Isard, W. (1960). Methods of Regional Analysis: An Introduction to Regional Science. MIT Press and Wiley.",),
        ("wilson_interval",),
    ),
    Method(
        "needs_coverage",
        message(
            "How many partners (c) answer each need i; and the fewest potential partners j (x is 1 for each that is "
            "chosen) so that each need that nobody answers, and that some of them would, is answered by at least one "
            "of them (a is 1 where j would answer i)."
        ),
        ("cᵢ = 0,  cᵢ = 1,  cᵢ ≥ 2", "min Σ xⱼ,  Σ aᵢⱼ xⱼ ≥ 1,  xⱼ ∈ {0, 1}"),
        (
            "Caprara, A., Toth, P. & Fischetti, M. (2000). Algorithms for the set covering problem. Annals of "
            "Operations Research 98, 353–371.",
        ),
    ),
    Method(
        "classify_cooperation",
        message(
            "The level (l, from 1 for information to 4 for contribution) of what is done with one partner in one "
            "function, by a rule of this kit: from who decides (d: 1 one side alone, 2 one side after asking, 3 both "
            "together), and from whether both sides put in resources (r) and answer for the result (s)."
        ),
        ("l = d,  d ∈ {1, 2, 3}", "d = 3 ∧ r ∧ s ⇒ l = 4"),
    ),
    Method(
        "tie_network",
        message(
            "Of n organisations r reported. Share of the pairs of which at least one side reported that are related "
            "(D; m pairs); the range of that share among all pairs, of which k are related and z could be; share of "
            "the others that those who reported name (D₁; s statements). Of the relations that were named by both "
            "sides (b), or by one of two that reported (o): confirmed (C), and statements that are returned (R). How "
            "far the numbers of relations (d), and the shares (c) of shortest ways (g) that lead through an "
            "organisation, centre on one of them, from 0 to 1. Relations between (e) and within (i) kinds of "
            "organisation."
        ),
        (
            "D = m / (n (n − 1) / 2 − (n − r) (n − r − 1) / 2)",
            "k / (n (n − 1) / 2)  …  (k + z) / (n (n − 1) / 2)",
            "D₁ = s / (r (n − 1))",
            "C = b / (b + o),  R = 2 b / (2 b + o)",
            "Σ (max d − d) / ((n − 1) (n − 2))",
            "c(x) = Σ g(x) / g / ((n − 1) (n − 2) / 2),  Σ (max c − c) / (n − 1)",
            "E−I = (e − i) / (e + i)",
        ),
        (
            _WASSERMAN,
            "Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1, "
            "215–239.",
            "Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology 25, "
            "163–177.",
            "Stork, D. & Richards, W. D. (1992). Nonrespondents in communication network studies: problems and "
            "possibilities. Group & Organization Management 17, 193–209.",
            "Krackhardt, D. & Stern, R. N. (1988). Informal networks and organizational crises: an experimental "
            "simulation. Social Psychology Quarterly 51, 123–140.",
        ),
    ),
    Method(
        "convenor_dependence",
        message(
            "The network (G) beside the same network without the organisation that leads it (v): what remains related, "
            "in how many parts, and who loses the last relation (d)."
        ),
        ("G − v", "d(x) > 0,  d₋ᵥ(x) = 0"),
        (_WASSERMAN,),
        ("tie_network",),
    ),
    Method(
        "tie_levels",
        message(
            "The level of a pair by the higher of both reports (x); the network of the relations that reach a level h; "
            "how far both reports lie apart (a), and which are two levels or more apart."
        ),
        ("max(xᵢⱼ, xⱼᵢ) ≥ h", "a = |xᵢⱼ − xⱼᵢ|,  a ≥ 2"),
        (
            "Frey, B. B., Lohmeier, J. H., Lee, S. W. & Tollefson, N. (2006). Measuring collaboration among grant "
            "partners. American Journal of Evaluation 27, 383–392.",
        ),
        ("tie_network",),
    ),
    Method(
        "trust_ratings",
        message(
            "Mean of the n ratings x from 1 to 5, and where it lies between the lowest and the highest (t); of an "
            "organisation only if at least five others rated it, not all alike, and nothing follows of others: of the "
            "m ratings that are not shown, no organisation gave or received (h) more than half, or all but four."
        ),
        ("x̄ = Σ x / n", "t = (x̄ − 1) / 4", "n ≥ 5", "m − h ≥ 5,  h ≤ m / 2"),
        (_HUNDEPOOL,),
    ),
    Method(
        "content_validity",
        message(
            "Of n experts a call a statement relevant to its topic, 3 or 4 of 4 (I); the same without what chance "
            "would bring about (c), modified kappa (κ). It is enough if all of three to five experts do, or 78 % of "
            "six or more. Of the k statements of a topic: mean (M), and share of those that all experts call relevant "
            "(U)."
        ),
        ("I = a / n", "c = n! / (a! (n − a)!) · 0.5ⁿ", "κ = (I − c) / (1 − c)", "M = Σ I / k", "U = #(I = 1) / k"),
        (
            "Polit, D. F., Beck, C. T. & Owen, S. V. (2007). Is the CVI an acceptable indicator of content validity? "
            "Appraisal and recommendations. Research in Nursing & Health 30, 459–467.",
            "Lynn, M. R. (1986). Determination and quantification of content validity. Nursing Research 35, 382–385.",
        ),
    ),
    Method(
        "item_analysis",
        message(
            "A question of a pilot is looked at again if of m who were asked a quarter or more left it empty (e), if "
            "it does not apply to a third or more (d), if all n answers are the same or four fifths at one end (x), or "
            "if the correlation of its score (s) with the sum of the others of its topic is below 0 (from ten complete "
            "answers on) or below 0.3 (from thirty on)."
        ),
        ("e ≥ m / 4", "d ≥ m / 3", "x ≥ 4 n / 5", "r(s, Σ s − s)"),
        ("Nunnally, J. C. & Bernstein, I. H. (1994). Psychometric Theory, 3rd edition. McGraw-Hill.",),
        ("reliability",),
    ),
    Method(
        "simulate",
        message(
            "Simulated answers: the level is k where a normal variable (z) lies between two cut points (t), which "
            "follow from the probability (p) of each level; z has a part (f) that all statements of a topic have in "
            "common, and one of its own (e). The probabilities are those of a normal curve over the scale, from 0 to "
            "1, that has the assumed share above the middle."
        ),
        ("tₖ₋₁ < z ≤ tₖ", "Φ(tₖ) = p₁ + … + pₖ", "z = √ρ · f + √(1 − ρ) · e"),
        (
            "Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation coefficient. Psychometrika "
            "44, 443–460.",
            "Ferrari, P. A. & Barbiero, A. (2012). Simulating ordinal data. Multivariate Behavioral Research 47, "
            "566–589.",
        ),
    ),
    Method(
        "tows",
        message(
            "A factor from inside beside one from outside. Where the group has named fewer than three of a "
            "kind, those are proposed whose priorities (p₁ inside, p₂ outside) have the highest product (w)."
        ),
        ("w = p₁ · p₂",),
        ("Weihrich, H. (1982). The TOWS matrix: a tool for situational analysis. Long Range Planning 15(2), 54–66.",),
        ("rank",),
    ),
    Method(
        "critical_path",
        message(
            "A task j that takes d working days begins (s) when the plan begins (b), on its own first day (r), or on "
            "the next working day after all tasks i before it have ended (f), whichever is latest. At the latest it "
            "ends (l) with the last task of all (e), or on the last working day before one that depends on it must "
            "begin. By t working days it can slip before the plan ends later; t is 0 on the critical path."
        ),
        (
            "sⱼ = max(b, rⱼ, fᵢ + 1),  fⱼ = sⱼ + dⱼ − 1",
            "e = max f,  lᵢ = min(e, lⱼ − dⱼ)",
            "tᵢ = lᵢ − fᵢ",
        ),
        (
            "Kelley, J. E. & Walker, M. R. (1959). Critical-path planning and scheduling. Proceedings of the Eastern "
            "Joint Computer Conference, 160–173.",
        ),
    ),
    Method(
        "workload",
        message(
            "How many working days (w) somebody carries in a week or month (P): those of all tasks (T) with that "
            "name, each on its earliest days. Two tasks on one day are two, and a task of two people counts for each."
        ),
        ("w = Σ |T ∩ P|",),
        (),
        ("critical_path",),
    ),
    Method(
        "rank",
        message(
            "The priority (P) of a factor: importance (i) times how much there is of it (s), each from 1 to 5, as a "
            "mean of the n people who rated both, times its weight (w, 1 where nothing is compared). How much there is "
            "of it is performance or likelihood (d), of a weakness turned round (s′). Where m quadrants are compared, "
            "w follows from their weights v. Last: how far people stand in two camps, from 0 to 1."
        ),
        ("P = w · Σ i · s / n,  n ≥ 5", "s = d,  s′ = 6 − d", "w = m · v,  Σ v = 1", "4 · Σ (u − ū)² / n,  " + _UNITS),
        (
            "Kurttila, M., Pesonen, M., Kangas, J. & Kajanus, M. (2000). Utilizing the analytic hierarchy process "
            "(AHP) in SWOT analysis. Forest Policy and Economics 1, 41–52.",
            "Hyndman, R. J. & Fan, Y. (1996). Sample quantiles in statistical packages. The American Statistician 50, "
            "361–365.",
        ),
        ("kendalls_w",),
    ),
    Method(
        "kendalls_w",
        message(
            "How far m people put the same k things in the same order (W, from 0 to 1): from the sum of the ranks of "
            "each thing (R), t equal ratings of one person sharing their mean rank. How often people who put things in "
            "any order would agree as much (p): counted over all orders, or, where they are too many, over B drawn by "
            "lot, of which c agree as much."
        ),
        (
            "W = 12 · Σ (R − m (k + 1) / 2)² / (m² (k³ − k) − m · Σ (t³ − t))",
            "p = P(W ≥ w)",
            "p = (1 + c) / (1 + B),  B = 9 999",
        ),
        (
            _KENDALL,
            "Phipson, B. & Smyth, G. K. (2010). Permutation p-values should never be zero: calculating exact p-values "
            "when permutations are randomly drawn. Statistical Applications in Genetics and Molecular Biology 9(1), "
            "39.",
        ),
    ),
    Method(
        "pairwise_weights",
        message(
            "Weights (w) of n things from comparisons of two at a time (a: how many times as much the first counts): "
            "the principal eigenvector, with the largest eigenvalue λ. How far the comparisons contradict each other "
            "(consistency ratio, CR): beside comparisons drawn by lot (RI, for 3 to 10 things), and little up to 0.1. "
            "The comparison to talk about again is the one that, replaced by what the weights say (a′), lowers CR most."
        ),
        (
            "a w = λ w,  Σ w = 1",
            "CR = (λ − n) / (n − 1) / RI,  CR ≤ 0.1",
            "RI = 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49",
            "a′ = wᵢ / wⱼ",
        ),
        ("Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.",),
    ),
    Method(
        "level_coverage",
        message(
            "How many outcomes of a programme stand at each of the six levels (n, from remember to create), by module "
            "and by kind of knowledge; the share of the two lower ones is that of outcomes whose level is clear. A "
            "level that a person has decided counts for more than what the kit reads."
        ),
        ("p = (n₁ + n₂) / Σ nᵢ",),
        (
            "Anderson, L. W. & Krathwohl, D. R. (Eds.) (2001). A Taxonomy for Learning, Teaching, and Assessing: A "
            "Revision of Bloom's Taxonomy of Educational Objectives. Longman.",
        ),
    ),
    Method(
        "alignment",
        message(
            "What an outcome promises (its level L, from 1 to 6) beside the highest level of the activities, or "
            "assessments, that name it (M): lower by two levels or more, or by one where a person has decided both, "
            "is a hole. The two limits are this kit's own."
        ),
        ("L − M ≥ 2", "L − M ≥ 1"),
        ("Biggs, J. (1996). Enhancing teaching through constructive alignment. Higher Education 32, 347–364.",),
    ),
    Method(
        "trainer_agreement",
        message(
            "How often a trainer decided for the same level as the kit reads (x) or at most for the next one (y), of "
            "the n outcomes for which the kit reads one; from ten on, how far the two agree beyond chance (κ)."
        ),
        ("p = x / n,  q = y / n", "n ≥ 10"),
        (_COHEN,),
        ("wilson_interval", "weighted_kappa"),
    ),
    Method(
        "weighted_kappa",
        message(
            "How far two labellings with levels i and j of the same things agree beyond chance (κ, at most 1): a "
            "difference counts with its square. By chance is the mean over all pairs of a level from the one and a "
            "level from the other labelling."
        ),
        ("κ = 1 − (Σₖ (iₖ − jₖ)² / n) / (Σₖ Σₗ (iₖ − jₗ)² / n²)",),
        (
            _COHEN,
            "Fleiss, J. L. & Cohen, J. (1973). The equivalence of weighted kappa and the intraclass correlation "
            "coefficient as measures of reliability. Educational and Psychological Measurement 33, 613–619.",
        ),
    ),
    Method(
        "classify",
        message(
            "The shares of the six levels among outcomes with a verb (p) come from a lexicon and are made clearer by a "
            "power (γ) that was chosen on one half of the labelled outcomes: a whole sentence tells more than its "
            "verb. No level is told where the likeliest has less than half by the lexicon."
        ),
        ("s = p^γ / Σ p^γ",),
        (_KRATHWOHL, _NEWTON),
    ),
    Method(
        "validate_classifier",
        message(
            "How often the level that is told is the label's, and at most one off, each of two labels counting half; "
            "weighted kappa with the labels; and the expected calibration error: in each of ten bins B of the "
            "likeliest share, how far the mean share lies from how often it was right."
        ),
        ("ECE = Σ |B| / n · |acc(B) − conf(B)|",),
        (_NAEINI,),
        ("weighted_kappa",),
    ),
    Method(
        "training_needs",
        message(
            "The mean weighted discrepancy of a competence: the required level (r) less the level now (c) of each of "
            "the n partners who rated both and the importance (i), times the mean importance. Each is rated from 1 to "
            "5. Places are computed anew without each partner in turn."
        ),
        ("S = Σ (r − c) · ī / n", "ī = Σ i / n"),
        (_BORICH,),
    ),
    Method(
        "match_peers",
        message(
            "Of the partners who may be named, one who is below the level that the own work requires (c < r) is sent "
            "to one who is not, and is at level 4 or 5. Nobody is sent more than three; pairs who can teach each other "
            "something come first, then as many as possible find somebody. The rule is the kit's own."
        ),
        ("c ≥ r,  c ≥ 4",),
    ),
    Method(
        "training_evaluation",
        message(
            "What learners agree with at the end (r); how many rate themselves higher, the same and lower between the "
            "self-assessments (b before, t then, a after), and from the end to the follow-up (f). No gain is computed "
            "from self-ratings."
        ),
        ("r,  t − b,  a − b,  a − t,  f − a",),
        (_KIRKPATRICK,),
        ("agreement", "pre_then_post", "change"),
    ),
    Method(
        "suppress",
        message(
            "Counts (x) below five are not shown, nor further ones from which they could be worked out with the "
            "totals: every count that is not shown could have more than one value."
        ),
        ("0 < x < 5", "min x < max x"),
        (_HUNDEPOOL,),
    ),
)
"""One for each public analysis."""

_BY_NAME = {method.name: method for method in METHODS}


def methods_used(names: Iterable[str], *, population_known: bool) -> tuple[Method, ...]:
    """The methods of these analyses and of all that they rest on, in the order of `METHODS`.

    Parameters
    ----------
    names : iterable of str
        Names of public functions.
    population_known : bool
        Whether a share's interval is that of a finite population.

    Returns
    -------
    tuple of Method

    Raises
    ------
    ValueError
        A name is no analysis.

    Examples
    --------
    >>> [method.name for method in methods_used(["agreement"], population_known=False)]
    ['agreement', 'wilson_interval']
    """
    found: set[str] = set()
    wanted = list(names)
    while wanted:
        name = wanted.pop()
        if name not in _BY_NAME:
            raise ValueError(f"{name!r} is no analysis; there are {sorted(_BY_NAME)}")
        if name not in found:
            found.add(name)
            needs = _BY_NAME[name].needs
            wanted += needs if needs != _SHARES else (_SHARES[population_known],)
    return tuple(method for method in METHODS if method.name in found)


@dataclass(frozen=True)
class Formulas:
    """The formulas behind some analyses.

    Parameters
    ----------
    methods : tuple of Method
    """

    methods: tuple[Method, ...]


def formulas_of(names: Iterable[str]) -> Formulas:
    """The formulas of these analyses and of all that they rest on, with their sources.

    Parameters
    ----------
    names : iterable of str
        Names of public functions.

    Returns
    -------
    Formulas

    Raises
    ------
    ValueError
        A name is no analysis.

    Examples
    --------
    >>> [method.name for method in formulas_of(["wilson_interval"]).methods]
    ['wilson_interval']
    """
    return Formulas(methods_used(names, population_known=False))
