//! Processor time, memory, and what several rounds say together.

use rustix::time::{ClockId, clock_gettime};

/// The processor time of this process since some moment, in all its threads, user and system.
pub(crate) struct Stopwatch(f64);

impl Stopwatch {
    pub(crate) fn start() -> Stopwatch {
        Stopwatch(processor_time())
    }

    pub(crate) fn seconds(&self) -> f64 {
        processor_time() - self.0
    }
}

fn processor_time() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The most memory that this process has held so far, as Linux counts it.
pub(crate) fn peak_mebibytes() -> std::io::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = peak.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kibibytes.unwrap_or_default() / 1024.0)
}

/// The memory that this process holds now, in bytes, as Linux counts it.
pub(crate) fn resident_bytes() -> std::io::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let now = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = now.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kibibytes.unwrap_or_default() * 1024.0)
}

/// The one in the middle, between the least and the greatest.
pub(crate) struct Spread {
    pub(crate) median: f64,
    least: f64,
    greatest: f64,
}

impl Spread {
    pub(crate) fn of(numbers: impl IntoIterator<Item = f64>) -> Spread {
        let mut numbers: Vec<f64> = numbers.into_iter().collect();
        numbers.sort_by(f64::total_cmp);
        let at = |place: usize| numbers.get(place).copied().unwrap_or(f64::NAN);
        Spread {
            median: at(numbers.len() / 2),
            least: at(0),
            greatest: at(numbers.len().saturating_sub(1)),
        }
    }
}

/// A ratio: `2.71 (2.62 to 2.80)`.
impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Spread {
            median,
            least,
            greatest,
        } = self;
        write!(f, "{median:.2} ({least:.2} to {greatest:.2})")
    }
}
