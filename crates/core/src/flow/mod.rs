//! Flows: BPMN 2.0 files played by tokens (R3).
