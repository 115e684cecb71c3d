// An interpreter whose program runs on the engine: it is told when control leaves a stack and when it is back
// there, and when the engine's thread waits. Engine's thread.
#pragma once

#include <exception>

namespace green {

class Target;

class Guest {
public:
    virtual ~Guest() = default;
    // On the stack that is about to be left; returns what `back` is given there.
    virtual void* leave() noexcept = 0;
    virtual void back(void* left) noexcept = 0;
    // Whether `arrived` is to be told of each switch. The hub is entered then also where it would do nothing but pass
    // control on; the record is the same.
    virtual bool follows_switches() const noexcept = 0;
    // Who runs has got control, by a switch or, `thrown`, to raise something. What this throws is raised in its place.
    virtual void arrived(bool thrown) = 0;
    // Around all that the hub does, on its stack. That it ends is not told where its stack is given up in the middle
    // of a function of the guest's.
    virtual void hub_begins() = 0;
    virtual void hub_ends() noexcept = 0;
    // Around a wait of the whole thread for something outside: what the interpreter locks, others may have.
    virtual void* wait_begins() noexcept = 0;
    virtual void wait_ends(void* begun) noexcept = 0;
    // What Hub::handle_error does otherwise: the program may have replaced it. On the stack where it is noticed;
    // throws only what main is to raise at once, in main.
    virtual void handle_error(Target* context, const std::exception_ptr& error, bool is_system_error) = 0;
    // A signal for the run that no watcher takes: calls the program's own handler, and throws what that throws. False
    // if the system's default is to happen.
    virtual bool handle_signal(int number) = 0;
    // The same for those that came to the process while the hub had control. In the hub, before each pass.
    virtual void handle_process_signals() = 0;

    // Around a switch. `back` is called however control returns, also by an exception. Null: nobody is told.
    class Away {
    public:
        explicit Away(Guest* guest) : guest_(guest), left_(guest ? guest->leave() : nullptr) {}
        ~Away() {
            if (guest_) guest_->back(left_);
        }
        Away(const Away&) = delete;
        Away& operator=(const Away&) = delete;

    private:
        Guest* guest_;
        void* left_;
    };

    // Around the hub.
    class InHub {
    public:
        explicit InHub(Guest* guest) : guest_(guest) {
            if (guest_) guest_->hub_begins();
        }
        ~InHub() {
            if (guest_) guest_->hub_ends();
        }
        InHub(const InHub&) = delete;
        InHub& operator=(const InHub&) = delete;

    private:
        Guest* guest_;
    };

    // Around a wait.
    class Waiting {
    public:
        explicit Waiting(Guest* guest) : guest_(guest), begun_(guest ? guest->wait_begins() : nullptr) {}
        ~Waiting() {
            if (guest_) guest_->wait_ends(begun_);
        }
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;

    private:
        Guest* guest_;
        void* begun_;
    };
};

}  // namespace green
