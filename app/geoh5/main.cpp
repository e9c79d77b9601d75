// orelens-read-geoh5: reads a .geoh5 for the other programs, in a process that a damaged or hostile file may
// bring down. Not for calling by hand; see core/base/Child.h.
#include "app/geoh5/Teller.h"
#include "core/base/ChildMain.h"
#include "core/base/Parallel.h"

int main(int argc, char** argv) {
    orelens::base::set_thread_limit(1);  // threads would count against the limit of memory
    return orelens::base::live_as_child(argc, argv, orelens::io::geoh5::tell_content);
}
