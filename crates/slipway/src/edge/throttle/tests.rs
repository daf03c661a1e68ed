//! Hours of guessing in no time: every instant is counted from one that the test took.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::net::Ipv4Addr;

use proptest::prelude::*;

use super::*;

const HOUR: Duration = Duration::from_hours(1);
const ALICE: &str = "alice";

fn throttle() -> Throttle {
    Throttle::with_cores(2)
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn v4(text: &str) -> IpAddr {
    text.parse::<Ipv4Addr>().unwrap().into()
}

/// The address of the n-th attacker, each in a network of its own.
fn attacker(n: u32) -> IpAddr {
    Ipv4Addr::from_bits(0x0A00_0001 + (n << 8)).into()
}

fn known(n: u32) -> Requester {
    let mut digest = [0; 32];
    digest[..4].copy_from_slice(&n.to_be_bytes());
    Requester::Known(digest)
}

fn fails(throttle: &Throttle, login: &str, peer: IpAddr, now: Instant) -> bool {
    throttle.try_log_in(login, peer, now).map(drop).is_ok()
}

fn succeeds(throttle: &Throttle, login: &str, peer: IpAddr, now: Instant) -> bool {
    let attempt = throttle.try_log_in(login, peer, now);
    attempt.map(|attempt| throttle.logged_in(attempt, now)).is_ok()
}

#[test]
fn five_failures_at_once_then_one_every_twelve_seconds() {
    let (throttle, start) = (throttle(), Instant::now());
    for _ in 0..5 {
        assert!(fails(&throttle, ALICE, attacker(0), start));
    }
    let refused = throttle.try_log_in(ALICE, attacker(0), start).unwrap_err();
    assert_eq!((refused.retry_after, refused.seconds()), (seconds(12), 12));
    assert!(!fails(
        &throttle,
        ALICE,
        attacker(0),
        start + Duration::from_nanos(11_999_999_999)
    ));
    assert!(fails(&throttle, ALICE, attacker(0), start + seconds(12)));
    assert!(!fails(&throttle, ALICE, attacker(0), start + seconds(12)));
    assert!(fails(&throttle, ALICE, attacker(0), start + seconds(24)));
}

#[test]
fn an_idle_hour_saves_up_no_more_than_five() {
    let (throttle, start) = (throttle(), Instant::now());
    for at in [start, start + HOUR, start + 3 * HOUR] {
        assert_eq!((0..20).filter(|_| fails(&throttle, ALICE, attacker(0), at)).count(), 5);
    }
}

#[test]
fn the_pace_holds_for_one_account_and_one_network() {
    let (throttle, start) = (throttle(), Instant::now());
    for _ in 0..5 {
        assert!(fails(&throttle, ALICE, v4("10.1.1.1"), start));
    }
    assert!(!fails(&throttle, ALICE, v4("10.1.1.99"), start), "the same network");
    assert!(!fails(&throttle, " Alice", v4("10.1.1.1"), start), "the same account");
    assert!(
        !fails(&throttle, ALICE, "::ffff:10.1.1.1".parse().unwrap(), start),
        "the same address"
    );
    assert!(fails(&throttle, ALICE, v4("10.1.2.1"), start), "another network");
    assert!(fails(&throttle, "bruno", v4("10.1.1.1"), start), "another account");
}

#[test]
fn an_ipv6_network_has_64_bits() {
    let (throttle, start) = (throttle(), Instant::now());
    for host in 1..=5 {
        assert!(fails(
            &throttle,
            ALICE,
            format!("2001:db8:0:1:{host}000::").parse().unwrap(),
            start
        ));
    }
    assert!(!fails(&throttle, ALICE, "2001:db8:0:1::9".parse().unwrap(), start));
    assert!(fails(&throttle, ALICE, "2001:db8:0:2::9".parse().unwrap(), start));
}

#[test]
fn logging_in_often_locks_nobody_out() {
    let (throttle, start) = (throttle(), Instant::now());
    for n in 0..1_000 {
        assert!(succeeds(&throttle, ALICE, v4("10.1.1.1"), start), "time {n}");
    }
}

#[test]
fn a_success_forgives_the_failures_before_it() {
    let (throttle, start) = (throttle(), Instant::now());
    for _ in 0..3 {
        for _ in 0..4 {
            assert!(fails(&throttle, ALICE, v4("10.1.1.1"), start));
        }
        assert!(succeeds(&throttle, ALICE, v4("10.1.1.1"), start));
    }
}

#[test]
fn a_guesser_in_many_networks_has_a_hundred_tries_an_hour() {
    let (throttle, start) = (throttle(), Instant::now());
    let mut let_through = Vec::new();
    for try_ in 0..10_000 {
        let now = start + Duration::from_millis(1_080) * try_;
        if fails(&throttle, ALICE, attacker(try_ % 50), now) {
            let_through.push(now);
        }
    }
    assert_eq!(let_through.len(), 300, "three hours");
    assert!(let_through.windows(101).all(|tries| tries[100] - tries[0] >= HOUR));
}

#[test]
fn the_person_logs_in_while_others_guess() {
    let (throttle, start) = (throttle(), Instant::now());
    let home = v4("192.0.2.7");
    assert!(succeeds(&throttle, ALICE, home, start));
    for try_ in 0..10_000 {
        let now = start + Duration::from_millis(100) * try_;
        fails(&throttle, ALICE, attacker(try_ % 50), now);
        assert!(
            try_ % 100 != 0 || succeeds(&throttle, ALICE, home, now),
            "refused at try {try_}"
        );
    }
    let end = start + seconds(1_000);
    assert!(
        !fails(&throttle, ALICE, v4("198.51.100.1"), end),
        "the control: a stranger is refused"
    );
    assert!(
        succeeds(&throttle, ALICE, v4("192.0.2.99"), end),
        "another address of a known network"
    );
}

#[test]
fn a_guesser_next_door_does_not_use_up_a_known_address() {
    let (throttle, start) = (throttle(), Instant::now());
    let home = v4("192.0.2.7");
    assert!(succeeds(&throttle, ALICE, home, start));
    let mut n_let_through = 0;
    for try_ in 0..3_000 {
        let now = start + seconds(try_);
        n_let_through += u32::from(fails(&throttle, ALICE, v4("192.0.2.66"), now));
        assert!(succeeds(&throttle, ALICE, home, now));
    }
    assert_eq!(n_let_through, 100);
}

#[test]
fn a_known_address_may_not_guess_without_end_either() {
    let (throttle, start) = (throttle(), Instant::now());
    assert!(succeeds(&throttle, ALICE, v4("192.0.2.7"), start));
    let tries = (0..3_600).filter(|second| fails(&throttle, ALICE, v4("192.0.2.7"), start + seconds(*second)));
    assert_eq!(tries.count(), 100);
}

#[test]
fn a_budget_that_is_used_up_says_when_the_oldest_failure_is_forgotten() {
    let (throttle, start) = (throttle(), Instant::now());
    for n in 0..100 {
        assert!(fails(&throttle, ALICE, attacker(n), start + seconds(n.into())));
    }
    let refused = throttle
        .try_log_in(ALICE, attacker(200), start + seconds(600))
        .unwrap_err();
    assert_eq!(refused.retry_after, seconds(3_000));
    assert!(!fails(&throttle, ALICE, attacker(200), start + seconds(3_599)));
    assert!(fails(&throttle, ALICE, attacker(200), start + HOUR));
}

#[test]
fn an_attempt_that_was_never_checked_is_given_back() {
    let (throttle, start) = (throttle(), Instant::now());
    for _ in 0..1_000 {
        let attempt = throttle.try_log_in(ALICE, attacker(0), start).unwrap();
        throttle.withdraw(attempt);
    }
}

#[test]
fn attempts_at_once_count_before_their_outcome_is_known() {
    let (throttle, start) = (throttle(), Instant::now());
    let open: Vec<_> = (0..50)
        .map(|_| throttle.try_log_in(ALICE, attacker(0), start))
        .collect();
    assert_eq!(open.iter().filter(|attempt| attempt.is_ok()).count(), 5);
}

#[test]
fn memory_is_bounded_and_an_account_under_attack_is_forgotten_last() {
    let (throttle, start) = (throttle(), Instant::now());
    for n in 0..100 {
        assert!(fails(&throttle, ALICE, attacker(n), start));
    }
    for n in 0..40_000_u32 {
        let now = start + Duration::from_millis(n.into());
        fails(&throttle, &format!("nobody{n}"), attacker(n % 5_000), now);
        succeeds(&throttle, &format!("person{n}"), attacker(n % 5_000), now);
        throttle.admit(known(n), now).unwrap();
    }
    assert!(!fails(&throttle, ALICE, attacker(200), start + seconds(60)));
    assert!(locked(&throttle.requests).len() <= N_REQUESTERS);
    assert!(locked(&throttle.logins).n_kept() <= 16_384 + 8_192 + 32_768 + 1);
}

#[test]
fn a_token_has_600_requests_a_minute_and_nobody_60() {
    let start = Instant::now();
    let nobody = Requester::Anonymous(v4("10.1.1.1"));
    for (requester, n, every) in [(known(7), 600, Duration::from_millis(100)), (nobody, 60, seconds(1))] {
        let throttle = throttle();
        for _ in 0..n {
            throttle.admit(requester, start).unwrap();
        }
        let refused = throttle.admit(requester, start).unwrap_err();
        assert_eq!((refused.retry_after, refused.seconds()), (every, 1));
        throttle.admit(requester, start + every).unwrap();
        throttle.admit(requester, start + every).unwrap_err();
        throttle.admit(known(8), start).unwrap();
        throttle.admit(Requester::Anonymous(v4("10.1.1.2")), start).unwrap();
    }
}

#[test]
fn retry_after_is_rounded_up() {
    for (millis, expected) in [(0, 1), (1, 1), (1_000, 1), (1_001, 2), (12_000, 12)] {
        assert_eq!(
            Throttled {
                retry_after: Duration::from_millis(millis)
            }
            .seconds(),
            expected
        );
    }
}

proptest! {
    #[test]
    fn no_minute_of_any_pattern_exceeds_the_burst_and_what_a_minute_gains(gaps in prop::collection::vec(0_u64..4_000, 1..200)) {
        let (throttle, mut now, mut let_through) = (throttle(), Instant::now(), Vec::new());
        for gap in gaps {
            now += Duration::from_millis(gap);
            if fails(&throttle, ALICE, attacker(0), now) {
                let_through.push(now);
            }
        }
        for (index, first) in let_through.iter().enumerate() {
            let within = let_through[index..].iter().filter(|at| at.duration_since(*first) < seconds(60)).count();
            prop_assert!(within <= 5 + 5, "{within}");
        }
    }
}

#[tokio::test]
async fn as_many_hash_as_there_are_cores_a_few_wait_and_the_rest_is_refused() {
    let throttle = Arc::new(Throttle::with_cores(2));
    let (first, second) = (throttle.hashing().await.unwrap(), throttle.hashing().await.unwrap());
    let waiting: Vec<_> = (0..16)
        .map(|_| {
            let throttle = Arc::clone(&throttle);
            tokio::spawn(async move { throttle.hashing().await.map(drop) })
        })
        .collect();
    tokio::task::yield_now().await;
    assert_eq!(throttle.hashing().await.unwrap_err().seconds(), 1);
    assert!(waiting.iter().all(|waiting| !waiting.is_finished()));
    drop(first);
    for waited in waiting {
        assert_eq!(waited.await.unwrap(), Ok(()));
    }
    throttle.hashing().await.unwrap();
    drop(second);
}
